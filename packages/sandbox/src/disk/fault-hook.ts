/**
 * Called with the name of each point at which a crash would leave something half done. Tests kill the process in it;
 * nothing else passes one.
 */
export type FaultHook = (point: string) => void;

/** What runs when nobody injects faults. */
export const noFaults: FaultHook = () => undefined;
