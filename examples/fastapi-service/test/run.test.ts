import { execFile, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { runRecordSchema, storedEventSchema, traceSchema, type Trace } from "@kimi/contracts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findPython } from "../src/find-python.ts";
import { serveOnce } from "../src/serve-once.ts";

const run = promisify(execFile);
const here = path.join(import.meta.dirname, "..");

let scratch: string;
let project: string;
let deliverables: string;
let python: string;
let output: { readonly exitCode: number | null; readonly stdout: string };

/** Runs the example as a newcomer does: a process of its own, no key, an empty home folder. */
beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), "kimi-fastapi-test-"));
  const child = spawn(process.execPath, ["--conditions=@kimi/source", "src/run.ts"], {
    cwd: here,
    env: {
      PATH: process.env["PATH"],
      HOME: scratch,
      TMPDIR: scratch,
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
    },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [stdout, exitCode] = await Promise.all([
    text(child.stdout),
    new Promise<number | null>((resolve) => child.on("close", resolve)),
  ]);
  output = { stdout, exitCode };
  python = (await findPython(["pytest", "fastapi", "httpx"])) ?? "missing";
  const [folder = "missing"] = (await readdir(scratch)).filter((name) => name.startsWith("kimi-fastapi-"));
  project = path.join(scratch, folder, "reading-list");
  const runs = path.join(project, ".kimi_agent/runs");
  deliverables = path.join(runs, (await readdir(runs))[0] ?? "missing");
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

async function readTrace(): Promise<Trace> {
  return traceSchema.parse(JSON.parse(await readFile(path.join(deliverables, "trace.json"), "utf8")));
}

it("succeeds, with what the command line asked for on record", async () => {
  expect(output).toMatchObject({ exitCode: 0 });
  expect(output.stdout).toMatch(/status +succeeded/);
  const record = runRecordSchema.parse(
    JSON.parse(await readFile(path.join(deliverables, "run.json"), "utf8")),
  );
  expect(record).toMatchObject({
    status: "succeeded",
    applied: true,
    config: {
      prompt: "Build a FastAPI CRUD service",
      webSearch: "on",
      inputDocs: ["docs/agent_project_plan.json", "docs/implementation_plan.md"],
    },
  });
});

it("proves each criterion by pytest: it passes, and fails by assertion with the behaviour taken away", async () => {
  const { requirements } = await readTrace();
  const criteria = requirements.flatMap((requirement) => requirement.criteria);
  expect(criteria.map(({ criterion, status }) => `${criterion} ${status}`)).toEqual(
    criteria.map(({ criterion }) => `${criterion} proven`),
  );
  expect(criteria).toHaveLength(12);
  for (const { test, result, red } of criteria.flatMap(({ evidence }) => evidence)) {
    expect(test.runner).toBe("pytest");
    expect(result?.outcome).toBe("passed");
    expect(red.map(({ outcome }) => outcome)).toContain("red-assertion");
  }
});

it("leads every requirement back to words of the prompt or a plan, and every line to a requirement", async () => {
  const { requirements, lines, unattributedPaths, findings } = await readTrace();
  expect(requirements.filter(({ quotations }) => quotations.length === 0)).toEqual([]);
  const documents = new Set(requirements.flatMap((one) => one.quotations.map(({ span }) => span.path)));
  expect(documents).toEqual(
    new Set(["prompt", "docs/agent_project_plan.json", "docs/implementation_plan.md"]),
  );
  expect(lines.filter((line) => line.requirements.length === 0)).toEqual([]);
  expect([unattributedPaths, findings]).toEqual([[], []]);
});

it("adds the service and its tests to the project, and nothing that tools leave behind", async () => {
  const entries = await readdir(project, { recursive: true });
  expect(entries.filter((name) => !name.startsWith(".kimi_agent")).toSorted()).toEqual([
    ".gitignore",
    "README.md",
    "pyproject.toml",
    "reading_list",
    "reading_list/__init__.py",
    "reading_list/app.py",
    "reading_list/book.py",
    "reading_list/book_store.py",
    "tests",
    "tests/conftest.py",
    "tests/test_books.py",
    "tests/test_storage.py",
  ]);
});

it("has answers that fit: no tool refuses a call, no command fails, no output goes back for repair", async () => {
  const events = (await readFile(path.join(deliverables, "events.jsonl"), "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => storedEventSchema.parse(JSON.parse(line)).event);
  const misfits = events.filter(
    (event) =>
      event.type === "output-repaired" ||
      (event.type === "tool-finished" && !event.ok) ||
      (event.type === "command-finished" && event.purpose === "tool" && event.exitCode !== 0),
  );
  expect(misfits).toEqual([]);
});

it("leaves a project whose own tests pass", async () => {
  const { stdout } = await run(python, ["-m", "pytest", "-q", "-p", "no:cacheprovider"], {
    cwd: project,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  expect(stdout).toContain("16 passed");
});

it("leaves a service that serves", async () => {
  const book = '[{"title":"Dune","author":"Frank Herbert","status":"unread","id":1}]';
  expect(output.stdout).toContain(`GET /books → ${book}`);
  const served = await serveOnce(python, project, path.join(scratch, "other.db"));
  expect(served.books).toBe(book);
});
