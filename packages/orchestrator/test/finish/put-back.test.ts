import type { RestoreReport, RunEvent, Snapshot } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { putBack, type Undoable } from "../../src/finish/put-back.ts";

const failed = { status: "failed", reason: "Not proven.", resumable: false } as const;
const reached: Snapshot = { id: "1".repeat(64), treeHash: "2".repeat(64), fileCount: 1, totalBytes: 1 };
const restored: RestoreReport = { restored: ["a.js"], verified: true, differences: [] };

/** Where nothing differs from the baseline but what the run wrote, nothing else is asked for. */
const nothing = {
  changeSet: async (from: string, to: string) => ({ from, to, changes: [] }),
  readFile: notAsked,
  openDeliverables: notAsked,
  readEvents: notAsked,
  readArtifact: notAsked,
};

function notAsked(): never {
  throw new Error("not asked for");
}

/** A run in place whose snapshot and restore do as they are told; `events` are what it recorded. */
function runInPlace(parts: {
  readonly snapshot?: () => Promise<Snapshot>;
  readonly restore: () => Promise<RestoreReport>;
}): Undoable & { readonly events: readonly RunEvent[] } {
  const events: RunEvent[] = [];
  return {
    runId: "run",
    accepted: { targetPath: "/project" },
    ground: {
      tree: {
        kind: "in-place",
        snapshot: parts.snapshot ?? (async () => reached),
        files: { listSourceFiles: async () => [] },
      },
      baseline: { id: "0".repeat(64) },
    },
    recorder: { emit: (event) => void events.push(event), flush: async () => undefined },
    ports: { store: nothing, workspaces: { ...nothing, restore: parts.restore } },
    events,
  };
}

describe("putBack", () => {
  it("restores also when what was reached cannot be kept", async () => {
    const run = runInPlace({
      snapshot: () => Promise.reject(new Error("disk full")),
      restore: async () => restored,
    });
    expect(await putBack(run, failed)).toEqual(failed);
    expect(run.events.map((event) => event.type)).toEqual(["note", "tree-restored"]);
  });

  it("never says of a project that differs from its baseline that it was left alone", async () => {
    const differences = [{ path: "a.js", reason: "its content is lost" }];
    const run = runInPlace({ restore: async () => ({ restored: [], verified: false, differences }) });
    const end = await putBack(run, failed);
    expect(end).toMatchObject({ status: "errored", resumable: true });
    expect(end.reason).toMatch(/Not proven.*a\.js \(its content is lost\)/);
  });

  it("names both what ended the run and what kept it from being undone", async () => {
    const run = runInPlace({ restore: () => Promise.reject(new Error("read-only file system")) });
    expect((await putBack(run, failed)).reason).toMatch(/Not proven.*read-only file system/);
  });

  it("leaves a private tree to itself", async () => {
    const run = runInPlace({ restore: () => Promise.reject(new Error("never called")) });
    const ground = { ...run.ground, tree: { ...run.ground.tree, kind: "private" as const } };
    expect(await putBack({ ...run, ground }, failed)).toBe(failed);
    expect(run.events).toEqual([]);
  });
});
