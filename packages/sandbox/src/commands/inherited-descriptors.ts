import { readFileSync, readdirSync } from "node:fs";

const closedOnExec = 0o2000000;
let found: readonly number[] | null = null;

/**
 * Descriptors beyond the standard three that this process was started with and that its children would inherit: a
 * folder or a socket among them would lead out of any confinement. Empty where there is no `/proc`; there the system
 * closes them.
 */
export function inheritedDescriptors(): readonly number[] {
  // What Node opens itself is closed in children: only the start of the process counts.
  found ??= listDescriptors().filter((descriptor) => descriptor > 2 && isInherited(descriptor));
  return found;
}

function listDescriptors(): readonly number[] {
  try {
    return readdirSync("/proc/self/fd").map(Number);
  } catch {
    return [];
  }
}

function isInherited(descriptor: number): boolean {
  try {
    const flags = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, "latin1"))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & closedOnExec) === 0;
  } catch {
    // It was the listing's own.
    return false;
  }
}
