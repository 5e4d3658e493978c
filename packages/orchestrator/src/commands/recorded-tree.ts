import {
  KimiError,
  type CommandRequest,
  type CommandResult,
  type FileEdit,
  type RestoreReport,
  type Snapshot,
  type SnapshotOptions,
  type WorkingTree,
  type WorkspaceFiles,
} from "@kimi/contracts";
import type { CommandRecord } from "./command-record.ts";
import type { TreeHistory } from "./tree-history.ts";

/** How a command ended: now, or when it was recorded. */
export interface PerformedCommand {
  readonly record: CommandRecord;
  /** True when it did not run now, so that what it changed is still to be changed. */
  readonly isGivenAgain: boolean;
}

/** What a recorded tree needs of its run. */
export interface TreeRecording {
  readonly history: TreeHistory;
  /** Remembers which state an id stands for, so that bringing the tree back to it says where it is. */
  know(snapshot: Snapshot): void;
  /** The hash of the state that an id stands for. */
  stateOf(snapshotId: string): string;
  /** Gives a recorded command again, or runs it and keeps how it ended before anybody hears of it. */
  perform(tree: WorkingTree, request: CommandRequest): Promise<PerformedCommand>;
}

/** A working tree whose commands are recorded, and given again where they are recorded already. */
export class RecordedTree implements WorkingTree {
  readonly kind: WorkingTree["kind"];
  readonly root: string;
  readonly files: WorkspaceFiles;
  readonly commands = { run: (request: CommandRequest) => this.#run(request) };
  readonly #tree: WorkingTree;
  readonly #recording: TreeRecording;

  constructor(tree: WorkingTree, recording: TreeRecording) {
    this.#tree = tree;
    this.#recording = recording;
    this.kind = tree.kind;
    this.root = tree.root;
    const { files } = tree;
    this.files = {
      list: (folder) => files.list(folder),
      listSourceFiles: (folder) => files.listSourceFiles(folder),
      read: (path) => files.read(path),
      search: (search) => files.search(search),
      edit: (edits) => this.#edit(edits),
    };
  }

  async snapshot(options?: SnapshotOptions): Promise<Snapshot> {
    const snapshot = await this.#tree.snapshot(options);
    this.#recording.know(snapshot);
    this.#recording.history.reach(snapshot.treeHash);
    return snapshot;
  }

  async restore(snapshotId: string): Promise<RestoreReport> {
    const report = await this.#tree.restore(snapshotId);
    this.#recording.history.reach(this.#recording.stateOf(snapshotId));
    return report;
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#tree[Symbol.asyncDispose]();
  }

  async #edit(edits: readonly FileEdit[]): Promise<void> {
    await this.#tree.files.edit(edits);
    this.#recording.history.edit(edits);
  }

  async #run(request: CommandRequest): Promise<CommandResult> {
    if (request.signal?.aborted === true) throw new KimiError("cancelled", "The command was cancelled.");
    const { record, isGivenAgain } = await this.#recording.perform(this.#tree, request);
    const { asked, after, result, refusal } = record;
    if (after === null) this.#recording.history.command(JSON.stringify(asked));
    else if (isGivenAgain) await this.#bring(after);
    else this.#recording.history.reach(after.treeHash);
    if (result !== null) return result;
    throw new KimiError("workspace", refusal ?? "The command could not be started.");
  }

  /** Makes the changes of a command that is not run. */
  async #bring(after: Snapshot): Promise<void> {
    this.#recording.know(after);
    if (this.#recording.history.isAt(after.treeHash)) return;
    const { differences } = await this.restore(after.id);
    // To look into a file that a command closed, it is opened: its mode alone is then another.
    const wrong = differences.filter(({ reason }) => !reason.startsWith("has mode "));
    if (wrong.length === 0) return;
    const paths = wrong.map(({ path, reason }) => `${path} ${reason}`).join(", ");
    // No model can mend this, so it is none of the errors that are told to one.
    throw new KimiError("disk", `What a recorded command changed could not be brought back: ${paths}`);
  }
}
