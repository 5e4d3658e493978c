import type { CommandRequest, Snapshot, WorkingTree, Workspaces } from "@kimi/contracts";
import type { CommandRecorder } from "./command-recorder.ts";
import { RecordedTree, type TreeRecording } from "./recorded-tree.ts";
import { TreeHistory } from "./tree-history.ts";

/** What tests are run with. */
export type TestWorkspaces = Pick<Workspaces, "openWorkingTree" | "changeSet" | "readFile">;

/** The trees of one run, each of which records its commands. */
export class RecordedTrees {
  readonly #recorder: CommandRecorder;
  readonly #states = new Map<string, string>();

  constructor(recorder: CommandRecorder) {
    this.#recorder = recorder;
  }

  /** Commands from now on belong to this attempt or verdict. */
  enter(scope: string): void {
    this.#recorder.log.enter(scope);
  }

  /** Remembers which state the id of a snapshot stands for. */
  readonly know = ({ id, treeHash }: Snapshot): void => void this.#states.set(id, treeHash);

  /** The tree that personas work in, at its start: what a command changes there is recorded with it. */
  worked(tree: WorkingTree, start: Snapshot): WorkingTree {
    this.know(start);
    return this.#record(tree, new TreeHistory(start.treeHash), true);
  }

  /** Where tests run: in copies that, once a command has run in them, only commands look at. */
  disposable(workspaces: TestWorkspaces): TestWorkspaces {
    return {
      changeSet: (from, to) => workspaces.changeSet(from, to),
      readFile: (snapshotId, path) => workspaces.readFile(snapshotId, path),
      openWorkingTree: async (request) => {
        const { snapshotId, overlay } = request;
        const history = new TreeHistory(this.#stateOf(snapshotId));
        if (overlay !== undefined) history.overlay(this.#stateOf(overlay.snapshotId), overlay.paths);
        return this.#record(await workspaces.openWorkingTree(request), history, false);
      },
    };
  }

  #record(tree: WorkingTree, history: TreeHistory, keepsChanges: boolean): WorkingTree {
    const recording: TreeRecording = {
      history,
      know: this.know,
      stateOf: this.#stateOf,
      perform: (inner: WorkingTree, request: CommandRequest) =>
        this.#recorder.perform({ tree: inner, state: history.hash, request, keepsChanges }),
    };
    return new RecordedTree(tree, recording);
  }

  readonly #stateOf = (snapshotId: string): string => this.#states.get(snapshotId) ?? snapshotId;
}
