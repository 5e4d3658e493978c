import { execFile } from "node:child_process";
import { access, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { runRecordSchema, storedEventSchema, traceSchema } from "@kimi/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askWhy } from "./ask-why.ts";
import { runDemo, type DemoRun } from "./run-demo.ts";
import { compareTrees, walkTree } from "./tree-walk.ts";

const run = promisify(execFile);
const wanted = [
  "* src/cli.js",
  "* src/csv.js",
  "+ src/budget.js",
  "+ src/month.js",
  "+ src/report.js",
  "+ test/budget.test.js",
  "+ test/csv.test.js",
  "+ test/fixtures",
  "+ test/fixtures/autumn.csv",
  "+ test/fixtures/budget.json",
  "+ test/report.test.js",
];

describe.each([
  ["the demo", []],
  ["the demo in place", ["--in-place"]],
])("%s", (_name, args) => {
  let demo: DemoRun;

  beforeAll(async () => {
    demo = await runDemo(...args);
  });

  afterAll(() => rm(demo.scratch, { recursive: true, force: true }));

  it("works where it was told to", async () => {
    const record = JSON.parse(await readFile(path.join(demo.deliverables, "run.json"), "utf8"));
    expect(runRecordSchema.parse(record).config.inPlace).toBe(args.includes("--in-place"));
  });

  it("says before anything else that the answers are written by hand", () => {
    expect(demo.stdout.split("\n")[0]).toBe(
      "The model's answers are written by hand: no live model is asked, nothing leaves this machine.",
    );
  });

  it("exits with 0 and shows the verdict and the sandbox tier", () => {
    expect(demo).toMatchObject({ exitCode: 0 });
    expect(demo.stdout).toMatch(/status +succeeded/);
    expect(demo.stderr).toMatch(/sandbox (?:bubblewrap|seatbelt|none)/);
  });

  it("changes what the plans ask for, and nothing else", async () => {
    expect(compareTrees(demo.before, await walkTree(demo.project)).toSorted()).toEqual(wanted.toSorted());
  });

  it("leaves a project whose own tests pass and whose command does what was asked", async () => {
    const { stdout } = await run(process.execPath, ["--test", "--test-reporter=tap"], { cwd: demo.project });
    expect(stdout).toContain("# pass 16\n# fail 0\n");
    const report = await run(
      process.execPath,
      ["src/cli.js", "report", "data/latest.csv", "--month", "2026-09"],
      {
        cwd: demo.project,
      },
    );
    expect(report.stdout).toBe("no entries\n");
  });

  it("needed a fix-forward: the first attempt's fault was found by its test", async () => {
    const events = await readEvents(demo);
    const verdicts = events.filter((event) => event.type === "verdict-computed");
    expect(verdicts.map(({ status, proven }) => [status, proven])).toEqual([
      ["failed", 11],
      ["succeeded", 12],
    ]);
    expect(events.filter((event) => event.type === "fix-forward")).toMatchObject([{ route: "coding" }]);
    expect(events.at(-1)).toMatchObject({ type: "run-ended", status: "succeeded" });
  });

  it("has answers that fit: no tool refuses a call and no output goes back for repair", async () => {
    const misfits = (await readEvents(demo)).filter(
      (event) => event.type === "output-repaired" || (event.type === "tool-finished" && !event.ok),
    );
    expect(misfits).toEqual([]);
  });

  it("leaves a trace from each criterion to a test, and from each requirement to the words that ask for it", async () => {
    const trace = await readTrace(demo);
    expect(trace.status).toBe("succeeded");
    const verdicts = trace.requirements.flatMap(({ criteria }) => criteria.map(({ status }) => status));
    expect(verdicts).toEqual(Array.from({ length: 12 }, () => "proven"));
    const assumptions = trace.requirements.filter(({ assumption }) => assumption);
    expect(assumptions.map(({ id }) => id)).toEqual(["REQ-5"]);
    const quotations = trace.requirements.flatMap((requirement) => requirement.quotations);
    expect(quotations.length).toBeGreaterThan(8);
    for (const { text, span } of quotations) {
      const source = await readFile(path.join(import.meta.dirname, "..", span.path), "utf8");
      // One quotes a sentence as it reads, without the marks of code in it.
      expect(source.slice(span.startOffset, span.endOffset).replaceAll("`", "")).toBe(text);
    }
  });

  it("accounts for every line it wrote", async () => {
    const trace = await readTrace(demo);
    expect(trace.unattributedPaths).toEqual([]);
    expect(trace.findings).toEqual([]);
    const fixed = trace.lines.filter(({ attempt, stage }) => stage === "coding" && attempt === 2);
    expect(fixed).not.toEqual([]);
    for (const file of ["src/csv.js", "src/cli.js", "src/budget.js", "test/csv.test.js"]) {
      const untouched = path.join(demo.scratch, "untouched", file);
      const before = new Set((await readFile(untouched, "utf8").catch(() => "")).split("\n"));
      const now = (await readFile(path.join(demo.project, file), "utf8")).trimEnd().split("\n");
      const owned = trace.lines.filter((range) => range.path === file && range.requirements.length > 0);
      const isOwned = (line: number) => owned.some((one) => one.startLine <= line && line <= one.endLine);
      const open = now.filter((text, index) => !before.has(text) && !isOwned(index + 1));
      expect(open).toEqual([]);
    }
    expect(new Set(fixed.map((lines) => lines.path))).toEqual(new Set(["src/csv.js"]));
  });

  it("answers why for the lines that it wrote", async () => {
    const { lines } = await readTrace(demo);
    for (const { path: file, startLine, requirements, stage } of lines) {
      const explained = await askWhy(demo, file, startLine);
      expect(explained).toMatchObject({ origin: "run", writer: { stage } });
      const asking = explained.requirements;
      expect(asking.map(({ requirement }) => requirement.id)).toEqual(requirements);
      expect(asking.every(({ criteria }) => criteria.every(({ tests }) => tests.length > 0))).toBe(true);
    }
    expect(await askWhy(demo, "package.json", 1)).toMatchObject({ origin: "untouched" });
  });

  it.each([
    "run.json",
    "events.jsonl",
    "01-requirements/input.json",
    "01-requirements/output.json",
    "02-coding/input.json",
    "02-coding/output.json",
    "02-coding/code-objects.json",
    "03-testing/input.json",
    "03-testing/output.json",
    "04-documentation/input.json",
    "04-documentation/output.json",
    "requirements.json",
    "changes.patch",
    "attempts/1.patch",
    "attempts/2.patch",
    "test-results/1.json",
    "trace.json",
    "trace.md",
    "README.draft.md",
    "manifest.json",
    "sbom.cdx.json",
  ])("delivers %s", async (name) => {
    await expect(access(path.join(demo.deliverables, name))).resolves.toBeUndefined();
  });
});

describe.each([
  ["the demo whose fix-forwards fix nothing", ["--unfixed"]],
  ["the demo whose fix-forwards fix nothing, in place", ["--unfixed", "--in-place"]],
])("%s", (_name, args) => {
  let demo: DemoRun;

  beforeAll(async () => {
    demo = await runDemo(...args);
  });

  afterAll(() => rm(demo.scratch, { recursive: true, force: true }));

  it("says that the answers are written by hand, and exits with 1", () => {
    expect(demo).toMatchObject({ exitCode: 1 });
    expect(demo.stdout).toMatch(/^The model's answers are written by hand/);
    expect(demo.stdout).toMatch(/status +failed/);
  });

  it("leaves the project at its exact bytes", async () => {
    expect(compareTrees(demo.before, await walkTree(demo.project))).toEqual([]);
  });

  it("spends all three attempts and keeps each as a patch", async () => {
    const patches = await Promise.all(
      [1, 2, 3].map((attempt) => readFile(path.join(demo.deliverables, `attempts/${attempt}.patch`), "utf8")),
    );
    expect(new Set(patches).size).toBe(3);
    const failed = (await readTrace(demo)).requirements
      .flatMap(({ criteria }) => criteria)
      .filter(({ status }) => status !== "proven");
    expect(failed).toMatchObject([{ criterion: "REQ-1.2", status: "failed" }]);
  });
});

async function readTrace(demo: DemoRun) {
  return traceSchema.parse(JSON.parse(await readFile(path.join(demo.deliverables, "trace.json"), "utf8")));
}

async function readEvents(demo: DemoRun) {
  const lines = (await readFile(path.join(demo.deliverables, "events.jsonl"), "utf8")).trim().split("\n");
  return lines.map((line) => storedEventSchema.parse(JSON.parse(line)).event);
}
