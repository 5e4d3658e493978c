import {
  KimiError,
  type CommandRequest,
  type CommandResult,
  type RunEvent,
  type Snapshot,
  type WorkingTree,
} from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { CommandLog, type OnUnknown } from "../../src/commands/command-log.ts";
import {
  commandArtifactName,
  parseCommandRecord,
  type CommandRecord,
} from "../../src/commands/command-record.ts";
import { CommandRecorder } from "../../src/commands/command-recorder.ts";
import { RecordedTrees } from "../../src/commands/recorded-trees.ts";
import { RunRecorder } from "../../src/record/run-recorder.ts";

const hashOf = (name: string): string => name.repeat(64).slice(0, 64);
const snapshot = (name: string): Snapshot => ({
  id: hashOf(name.toUpperCase()),
  treeHash: hashOf(name),
  fileCount: 1,
  totalBytes: 1,
});

/** A tree that is in a state with a name of one letter; the command `to x` brings it to state x. */
class FakeTree implements WorkingTree {
  readonly kind = "private";
  readonly root = "/tree";
  state = "a";
  readonly ran: string[] = [];
  readonly edited: string[] = [];
  readonly files = {
    edit: async (edits: readonly { readonly path: string }[]) => {
      this.edited.push(...edits.map(({ path }) => path));
    },
  } as unknown as WorkingTree["files"];
  readonly commands = {
    run: async ({ argv }: CommandRequest): Promise<CommandResult> => {
      this.ran.push(argv.join(" "));
      if (argv[0] === "to") this.state = argv[1] ?? "";
      const nothing = { text: "", totalBytes: 0 };
      return {
        exitCode: 0,
        signal: null,
        timedOut: false,
        stdout: { text: `run ${this.ran.length}`, totalBytes: 5 },
        stderr: nothing,
        durationMs: 1,
        tier: "none",
        reports: {},
      };
    },
  };
  snapshot = async (): Promise<Snapshot> => snapshot(this.state);
  restore = async (snapshotId: string) => {
    this.state = snapshotId[0]?.toLowerCase() ?? "";
    return { restored: [], verified: true, differences: [] };
  };
  [Symbol.asyncDispose] = async (): Promise<void> => {};
}

/** A run's trees over a store of artifacts; `stored` are the commands of an earlier process. */
function setUp(stored: readonly CommandRecord[] = [], onUnknown: OnUnknown = "run") {
  const records: CommandRecord[] = [];
  const events: RunEvent[] = [];
  const store = {
    async putArtifact(_: string, { name, content }: { readonly name: string; readonly content: unknown }) {
      records.push(parseCommandRecord(Buffer.from(String(content))));
      return { name, mediaType: "", hash: hashOf("0"), bytes: 0, producer: null };
    },
    async appendEvent(_: string, at: string, event: RunEvent) {
      events.push(event);
      return { sequence: events.length, at, event };
    },
  };
  const redactor = { redact: (text: string) => ({ text, findings: [] }) };
  const clock = { now: () => new Date(0), elapsedMs: () => 0 };
  const recorder = new RunRecorder({ runId: "run", store, clock, redactor, onStored: () => {} });
  const owner = { runId: "run", recorder, ports: { store, redactor }, sandbox: { tier: "none" } } as const;
  const trees = new RecordedTrees(new CommandRecorder(owner, new CommandLog(stored, onUnknown)));
  const inner = new FakeTree();
  return { trees, inner, tree: trees.worked(inner, snapshot("a")), records, events };
}

const run = async (tree: WorkingTree, ...argv: readonly [string, ...string[]]): Promise<string> =>
  (await tree.commands.run({ argv })).stdout.text;

describe("commands of a run", () => {
  it("are recorded with what they changed, after it was said that they begin", async () => {
    const { trees, tree, records, events } = setUp();
    trees.enter("coding/1");
    expect(await run(tree, "to", "b")).toBe("run 1");
    expect(records).toMatchObject([
      { scope: "coding/1", ordinal: 1, asked: { argv: ["to", "b"] }, after: snapshot("b") },
    ]);
    const record = commandArtifactName({ scope: "coding/1", ordinal: 1 });
    expect(events.map(({ type }) => type)).toEqual(["command-started", "artifact-written"]);
    expect(events[0]).toMatchObject({ command: "to b", network: "none", tier: "none", record });
  });

  it("are given again with what they changed, in the same attempt, on the same files, as often as they ran", async () => {
    const first = setUp();
    first.trees.enter("coding/1");
    await run(first.tree, "to", "b");
    await run(first.tree, "look");
    await run(first.tree, "look");

    const again = setUp(first.records);
    again.trees.enter("coding/1");
    expect(await run(again.tree, "to", "b")).toBe("run 1");
    expect(again.inner).toMatchObject({ state: "b", ran: [] });
    expect([await run(again.tree, "look"), await run(again.tree, "look")]).toEqual(["run 2", "run 3"]);
    expect(await run(again.tree, "look")).toBe("run 1");
    expect(again.inner.ran).toEqual(["look"]);
    expect(again.records).toMatchObject([{ ordinal: 4 }]);
  });

  it.each([
    ["in another attempt", async ({ trees }: ReturnType<typeof setUp>) => trees.enter("coding/2")],
    [
      "on files that were edited",
      async ({ tree }: ReturnType<typeof setUp>) =>
        tree.files.edit([{ kind: "write", path: "x", content: Buffer.from("1") }]),
    ],
    [
      "on files that were brought back",
      async ({ tree }: ReturnType<typeof setUp>) => tree.restore(snapshot("c").id),
    ],
    [
      "after another command",
      async ({ tree }: ReturnType<typeof setUp>) => {
        await run(tree, "to", "d");
      },
    ],
  ])("run anew %s", async (_, change) => {
    const first = setUp();
    first.trees.enter("coding/1");
    await run(first.tree, "look");
    const again = setUp(first.records);
    again.trees.enter("coding/1");
    await change(again);
    await run(again.tree, "look");
    expect(again.inner.ran).toContain("look");
  });

  it("are recognised on a state that was taken or brought back, whatever was done before", async () => {
    const first = setUp();
    first.trees.enter("coding/1");
    await run(first.tree, "look");
    const again = setUp(first.records);
    again.trees.enter("coding/1");
    await again.tree.files.edit([{ kind: "write", path: "x", content: Buffer.from("1") }]);
    await again.tree.restore(snapshot("a").id);
    await run(again.tree, "look");
    expect(again.inner.ran).toEqual([]);
  });

  it("are refused in a replay when they are not recorded, with what is recorded in their place", async () => {
    const first = setUp();
    first.trees.enter("coding/1");
    await run(first.tree, "look");
    const replay = setUp(first.records, "refuse");
    replay.trees.enter("coding/1");
    await expect(run(replay.tree, "glance")).rejects.toMatchObject({
      code: "recording-mismatch",
      message: expect.stringMatching(
        /Command 1 of coding\/1 .*glance\. .*argv was \["look"\] and is \["glance"\]/,
      ),
    });
    await expect(run(replay.tree, "glance")).rejects.toThrow(/The record holds no command there/);
    expect(replay.inner.ran).toEqual([]);
  });

  it("that could not be started are told so again", async () => {
    const first = setUp();
    first.inner.commands.run = () => Promise.reject(new KimiError("workspace", "no such folder"));
    await expect(run(first.tree, "look")).rejects.toMatchObject({ code: "workspace" });
    const again = setUp(first.records);
    await expect(run(again.tree, "look")).rejects.toMatchObject({
      code: "workspace",
      message: "no such folder",
    });
    expect(again.inner.ran).toEqual([]);
  });

  it("of test copies are recorded without looking at the files again", async () => {
    const { trees, inner, records } = setUp();
    trees.enter("verdict-1");
    const copies = trees.disposable({
      openWorkingTree: async () => inner,
      changeSet: () => Promise.reject(new Error("not asked for")),
      readFile: async () => null,
    });
    const copy = await copies.openWorkingTree({
      runId: "run",
      snapshotId: snapshot("a").id,
      targetPath: "/project",
      kind: "private",
    });
    inner.snapshot = () => Promise.reject(new Error("not asked for"));
    await run(copy, "test");
    expect(records).toMatchObject([{ scope: "verdict-1", after: null }]);
  });
});
