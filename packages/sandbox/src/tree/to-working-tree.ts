import type { CommandRunner, RestoreReport, WorkingTree, WorkspaceFiles } from "@kimi/contracts";

/** What a working tree is made of. */
export interface WorkingTreeParts {
  readonly kind: WorkingTree["kind"];
  readonly root: string;
  readonly files: WorkspaceFiles;
  readonly commands: CommandRunner;
  readonly snapshot: WorkingTree["snapshot"];
  readonly restore: (snapshotId: string) => Promise<RestoreReport>;
  /** Removes what is ours. */
  readonly close: () => void;
}

/** Puts a working tree together. */
export function toWorkingTree({ close, ...parts }: WorkingTreeParts): WorkingTree {
  return { ...parts, [Symbol.asyncDispose]: async () => close() };
}
