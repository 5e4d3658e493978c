import type { ChangeSet } from "./change-set.ts";
import type { CommandRunner } from "./command.ts";
import type { SandboxMode, SandboxProbe } from "./sandbox-tier.ts";
import type { Snapshot } from "./snapshot.ts";
import type { WorkspaceFiles } from "./workspace-files.ts";

export interface SnapshotOptions {
  /**
   * Looks at nothing but what was edited through the tree's own files since it was recorded last, unless a command ran:
   * for checkpoints, which must cost next to nothing. What anybody else wrote is found by the next one without.
   * @default false
   */
  readonly onlyEdited?: boolean;
}

/** A tree that personas or tests work in. Disposing removes a private one and leaves an in-place one as it is. */
export interface WorkingTree extends AsyncDisposable {
  readonly kind: "private" | "in-place";
  /** Where it is on disk. */
  readonly root: string;
  readonly files: WorkspaceFiles;
  readonly commands: CommandRunner;
  /** Records the present state. */
  snapshot(options?: SnapshotOptions): Promise<Snapshot>;
  /** Brings the tree to a recorded state and verifies it against the manifest. */
  restore(snapshotId: string): Promise<RestoreReport>;
}

/** Entries of a snapshot to be put on top of another: `paths` with all below them. A path missing there is removed. */
export interface Overlay {
  readonly snapshotId: string;
  readonly paths: readonly string[];
}

export interface OpenWorkingTreeRequest {
  readonly runId: string;
  readonly snapshotId: string;
  /** The user's folder: the path at which commands see the tree. */
  readonly targetPath: string;
  readonly kind: "private" | "in-place";
  /** Put on top; for private trees alone. */
  readonly overlay?: Overlay;
}

/** One path that an apply or restore would not touch, because it is no longer what it was at the baseline. */
export interface Conflict {
  readonly path: string;
  readonly reason: string;
  /** Where the version the run made is kept, absolute; `null` when the run removed it. */
  readonly keptAt: string | null;
}

export interface ApplyReport {
  /** Paths written, removed or changed in mode; empty when there was a conflict, since apply is all or nothing. */
  readonly applied: readonly string[];
  readonly conflicts: readonly Conflict[];
}

export interface RestoreReport {
  readonly restored: readonly string[];
  /** True when the tree was read again afterwards and equals the snapshot. */
  readonly verified: boolean;
  /** Paths that still differ, with the reason. */
  readonly differences: readonly { readonly path: string; readonly reason: string }[];
}

/** A journal that a dead process left, and what became of it. */
export interface RecoveredOperation {
  readonly runId: string;
  readonly targetPath: string;
  readonly operation: "apply" | "restore";
  /** `stuck`: neither could be done yet, so that the target may be half changed; the journal stays. */
  readonly outcome: "finished" | "undone" | "stuck";
  /** Why it is stuck, and what to do; `null` otherwise. */
  readonly reason: string | null;
}

/** Writes deliverables; no link is followed. */
export interface DeliverableSink {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Replaces a file below the folder whole. */
  write(path: string, content: string | Uint8Array): Promise<void>;
}

/** Snapshots, working trees, change sets, apply and restore, confined commands. */
export interface Workspaces {
  /** Finds out by running something which tier holds. @throws KimiError `sandbox-unavailable` when `require` cannot be met. */
  probe(mode: SandboxMode): Promise<SandboxProbe>;
  /**
   * The real path of a target that can be worked on.
   * @throws KimiError `target` when it is missing, no folder, `/`, the home folder, or holds our own store.
   */
  resolveTarget(targetPath: string): Promise<string>;
  /** Records the state of a folder; a file that changes while being read is read again. */
  snapshot(targetPath: string): Promise<Snapshot>;
  openWorkingTree(request: OpenWorkingTreeRequest): Promise<WorkingTree>;
  /** Records a snapshot with an overlay on top as another one, without making a tree of either. */
  overlay(snapshotId: string, overlay: Overlay): Promise<Snapshot>;
  changeSet(fromSnapshotId: string, toSnapshotId: string): Promise<ChangeSet>;
  /** A file's content in a snapshot; `null` when there is no file at that path. */
  readFile(snapshotId: string, path: string): Promise<Uint8Array | null>;
  /** A patch that `git apply` takes, binary files included. */
  renderPatch(changeSet: ChangeSet): Promise<string>;
  /** Writes a change set into the target: all of it, or nothing and the conflicts. Journaled. */
  apply(request: {
    readonly runId: string;
    readonly targetPath: string;
    readonly changeSet: ChangeSet;
  }): Promise<ApplyReport>;
  /** Brings the target to a snapshot. Journaled, and verified by reading the tree again. */
  restore(request: {
    readonly runId: string;
    readonly targetPath: string;
    readonly snapshotId: string;
  }): Promise<RestoreReport>;
  /** Finishes or undoes what dead processes left. */
  recover(): Promise<readonly RecoveredOperation[]>;
  /** The folder `<target>/.kimi_agent/runs/<runId>/`, made when missing, with its own `.gitignore`. */
  openDeliverables(targetPath: string, runId: string): Promise<DeliverableSink>;
}
