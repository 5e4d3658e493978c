import type * as ChildProcess from "node:child_process";

let loaded: typeof ChildProcess | null = null;

/** `node:child_process`, loaded when it is first used: most snapshots start no process. */
export function lateChildProcess(): typeof ChildProcess {
  return (loaded ??= process.getBuiltinModule("node:child_process"));
}
