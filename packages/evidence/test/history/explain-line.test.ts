import { lineExplanationSchema } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { explainLine } from "../../src/history/explain-line.ts";
import { projectOf, traced, type ToldRun } from "./project-in-memory.ts";

const path = "src/a.js";
const first: ToldRun = {
  id: "run-1",
  before: { [path]: "old one\n" },
  after: { [path]: "old one\nadd first line\nadd second line\n" },
  lines: [`${path}:2-3 REQ-1`],
  requirements: [traced("REQ-1", "must add")],
};
const second: ToldRun = {
  id: "run-2",
  before: { [path]: "by hand\nold one\nadd first line\nadd second line\n" },
  after: { [path]: "by hand\nold one\nthird of all\nadd first line\nadd second line\n" },
  lines: [`${path}:3-3 REQ-2`],
  requirements: [traced("REQ-1", "must add"), traced("REQ-2", "must count")],
};

async function explain(present: string, line: number, ...runs: readonly ToldRun[]) {
  const explained = await explainLine({ ...projectOf({ [path]: present }, ...runs), path, line });
  return lineExplanationSchema.parse(explained);
}

describe("a line of a project", () => {
  const present = second.after[path] ?? "";

  it("leads to the run that wrote it, to who asked, to what proves it and to what documents it", async () => {
    expect(await explain(present, 3, first, second)).toMatchObject({
      origin: "run",
      runId: "run-2",
      writer: { stage: "coding", attempt: 1 },
      requirements: [
        {
          requirement: { id: "REQ-2", quotations: [{ text: "must count" }] },
          standing: "unchanged",
          criteria: [{ id: "REQ-2.1", status: "proven", tests: [{ name: "proves REQ-2" }] }],
          documentation: { heading: "About REQ-2" },
        },
      ],
    });
  });

  it("is followed through later runs and edits in between", async () => {
    const explained = await explain(`// today\n${present}`, 5, first, second);
    expect(explained).toMatchObject({ origin: "run", runId: "run-1", requirements: [{ provenIn: "run-2" }] });
    expect(explained.trail.map(({ state, line }) => `${state} ${line}`)).toEqual([
      "after run run-2 4",
      "before run run-2 3",
      "after run run-1 2",
    ]);
  });

  it("is nobody's that is known when it stood there before, and somebody's when it came in between", async () => {
    expect(await explain(present, 2, first, second)).toMatchObject({
      origin: "before",
      summary: expect.stringContaining("before run run-1"),
    });
    expect(await explain(present, 1, first, second)).toMatchObject({
      origin: "unknown-author",
      summary: expect.stringMatching(/after run run-1 .* before run run-2, and by no run/),
    });
    expect(await explain(`${present}today\n`, 6, first, second)).toMatchObject({
      origin: "unknown-author",
      summary: expect.stringMatching(/after run run-2 was applied on 2026-11-01, and by no run/),
      requirements: [],
    });
  });

  it("that somebody rewrote is told as edited, with who asked for what it comes from", async () => {
    const edited = present.replace("add second line", "add second line, and more");
    expect(await explain(edited, 5, first, second)).toMatchObject({
      origin: "edited",
      runId: "run-1",
      summary: expect.stringMatching(
        /was edited after run run-2 .* written by the coding stage of run run-1/,
      ),
      requirements: [{ requirement: { id: "REQ-1" } }],
    });
  });

  it("is found by what it comes from where the file was renamed", async () => {
    const moved = { ...projectOf({ "lib/b.js": present }, first, second), path: "lib/b.js", line: 3 };
    expect(await explainLine(moved)).toMatchObject({ origin: "run", runId: "run-2", trail: [{ path }] });
    const other = "nothing alike\nin this one\nbut a line\nadd first line\n";
    const new_ = { ...projectOf({ "lib/b.js": other }, first), path: "lib/b.js", line: 4 };
    expect(await explainLine(new_)).toMatchObject({ origin: "untouched", runId: null });
  });

  it("that a command wrote is told as such, and so is one whose call named no requirement", async () => {
    expect(await explain(first.after[path] ?? "", 2, { ...first, lines: [] })).toMatchObject({
      origin: "command",
      summary: expect.stringContaining("no tool call accounts for it"),
    });
    const [before, after] = ["const total = sum(prices);\n", "const total = sum(prices, taxes);\n"];
    const rewritten = { ...first, before: { [path]: before }, after: { [path]: after }, lines: [] };
    expect(await explain(after, 1, rewritten)).toMatchObject({ origin: "command", runId: "run-1" });
    expect(await explain(first.after[path] ?? "", 2, { ...first, lines: [`${path}:2-3`] })).toMatchObject({
      origin: "run",
      summary: expect.stringContaining("naming no requirement"),
      requirements: [],
    });
  });

  it("does not lead to runs that are not in the project", async () => {
    const explained = await explain(present, 3, { ...first, applied: false }, { ...second, applied: false });
    expect(explained).toMatchObject({
      origin: "untouched",
      summary: expect.stringContaining("there is no run whose result is in this project"),
    });
  });

  it("is followed past what is no longer kept, and said to be lost where nothing else tells", async () => {
    const pruned = { ...second, isPruned: true };
    const edited = `${present}// more\n`;
    const explained = await explain(edited, 4, first, pruned);
    expect(explained).toMatchObject({ origin: "run", runId: "run-1" });
    expect(explained.trail[0]).toMatchObject({ state: "not kept any more: run run-2", line: null });
    expect(await explain(edited, 3, first, pruned)).toMatchObject({
      origin: "lost",
      runId: "run-2",
      summary: expect.stringContaining("what run run-2 made of the file is no longer kept"),
      requirements: [],
    });
    expect(await explain(edited, 2, pruned)).toMatchObject({ origin: "lost" });
  });

  it("needs no snapshot where nobody touched the file since", async () => {
    const [one, two] = [first, second].map((run) => ({ ...run, isPruned: true }));
    expect(await explain(present, 3, one!, two!)).toMatchObject({ origin: "run", runId: "run-2" });
    expect(await explain(first.after[path] ?? "", 2, one!)).toMatchObject({ origin: "run", runId: "run-1" });
    expect(await explain(first.after[path] ?? "", 1, one!)).toMatchObject({ origin: "lost" });
  });

  it("is looked up where its attempt was traced when another one was applied", async () => {
    const text = "add second line\n";
    const applied = { ...first, after: { [path]: text }, traced: first.after };
    expect(await explain(text, 1, applied)).toMatchObject({
      origin: "run",
      requirements: [{ requirement: { id: "REQ-1" } }],
    });
  });

  it("tells a requirement that changed or went since", async () => {
    const later = (parts: Partial<ToldRun>): ToldRun => ({ ...second, requirements: [], ...parts });
    const changed = later({ requirements: [traced("REQ-1", "must add twice")] });
    expect((await explain(present, 4, first, changed)).requirements).toMatchObject([
      { requirement: { quotations: [{ text: "must add" }] }, standing: "changed", provenIn: "run-2" },
    ]);
    const requirement = { ...traced("REQ-1", "must add"), criteria: [{ id: "REQ-1.1", text: "x" }] };
    const { documentation: _documentation, ...removed } = requirement;
    const gone = later({
      changes: {
        since: { runId: "run-1", startedAt: "2026-11-01T10:00:00.000Z", applied: true },
        added: [],
        unchanged: [],
        changed: [],
        removed: [{ requirement: removed, leftovers: { lines: [], tests: [] } }],
        standing: [],
        carried: [],
        renumbered: [],
      },
    });
    expect((await explain(present, 4, first, gone)).requirements).toMatchObject([
      { standing: "removed", provenIn: "run-1" },
    ]);
  });

  it("has to be there", async () => {
    await expect(explain("one\n", 2, first)).rejects.toThrow(
      "src/a.js has no line 2: expected a line from 1 to 1.",
    );
    await expect(explain("", 1, first)).rejects.toThrow("it is empty");
    await expect(explain("\0", 1, first)).rejects.toThrow("no text in src/a.js");
    await expect(explainLine({ ...projectOf({}, first), path, line: 1 })).rejects.toThrow("no file src/a.js");
  });
});
