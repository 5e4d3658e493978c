import { setImmediate } from "node:timers/promises";

/**
 * A function to await between pieces of synchronous work: it lets other work run once `everyMs` have passed since it
 * last did. File system calls are made synchronously here because that is several times faster for many small files.
 */
export function yieldNowAndThen(everyMs = 25): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < everyMs) return undefined;
    return pause();
  };
  async function pause(): Promise<void> {
    await setImmediate();
    last = performance.now();
  }
}
