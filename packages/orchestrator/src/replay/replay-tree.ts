import type { RestoreReport, Snapshot, SnapshotOptions, WorkingTree } from "@kimi/contracts";
import type { RecordedSnapshots } from "./recorded-snapshots.ts";

/** A private copy that calls itself what the recorded run's tree was. */
export class ReplayTree implements WorkingTree {
  readonly kind: WorkingTree["kind"];
  readonly root: string;
  readonly files: WorkingTree["files"];
  readonly commands: WorkingTree["commands"];
  readonly #tree: WorkingTree;
  readonly #snapshots: RecordedSnapshots;

  constructor(tree: WorkingTree, kind: WorkingTree["kind"], snapshots: RecordedSnapshots) {
    this.#tree = tree;
    this.#snapshots = snapshots;
    this.kind = kind;
    this.root = tree.root;
    this.files = tree.files;
    this.commands = tree.commands;
  }

  async snapshot(options?: SnapshotOptions): Promise<Snapshot> {
    return this.#snapshots.standIn(await this.#tree.snapshot(options));
  }

  restore(snapshotId: string): Promise<RestoreReport> {
    return this.#tree.restore(snapshotId);
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#tree[Symbol.asyncDispose]();
  }
}
