import { mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { exportFolder, newFolder, put } from "./support/export-folder.ts";
import { anAttempt, finishedRun, StoredRun } from "./support/stored-run.ts";

it("exports the tree, the deliverables, the rows and a description of what is missing", async () => {
  const root = newFolder();
  put(root, "src/greet.ts", "export const greet = 1;\n");
  put(root, "run.sh", "#!/bin/sh\n", 0o755);
  put(root, "private.txt", "mine", 0o600);
  mkdirSync(join(root, "empty"), { mode: 0o750 });
  symlinkSync("src/greet.ts", join(root, "link"));
  const stored = new StoredRun();
  stored.attempts = [anAttempt("requirements", 0, 1, { done: true })];
  stored.artifacts.set("trace.md", Buffer.from("# Trace\n"));
  stored.artifacts.set("internal/state", Buffer.from("hidden"));
  const { report, entries, text } = await exportFolder(root, stored);

  expect(entries.map(({ path, mode }) => `${path} ${mode.toString(8)}`)).toEqual([
    "deliverables/01-requirements/input.json 100644",
    "deliverables/01-requirements/output.json 100644",
    "deliverables/events.jsonl 100644",
    "deliverables/run.json 100644",
    "deliverables/trace.md 100644",
    "export.json 100644",
    "run-database.jsonl 100644",
    `tree/empty/ ${statSync(join(root, "empty")).mode.toString(8)}`,
    "tree/link 120777",
    "tree/private.txt 100600",
    "tree/run.sh 100755",
    `tree/src/ ${statSync(join(root, "src")).mode.toString(8)}`,
    "tree/src/greet.ts 100644",
  ]);
  expect(text("tree/src/greet.ts")).toBe("export const greet = 1;\n");
  expect(text("tree/link")).toBe("src/greet.ts");
  expect(text("deliverables/trace.md")).toBe("# Trace\n");
  expect(text("run-database.jsonl")).toBe(`${JSON.stringify({ table: "runs", row: finishedRun() })}\n`);
  expect(JSON.parse(text("export.json") ?? "")).toMatchObject({ runId: finishedRun().id, leftOut: [] });
  expect(report).toMatchObject({ entries: 13, leftOut: [], bytes: statSync(report.outputPath).size });
  expect(entries.every(({ modified }) => modified.toISOString() === "2026-11-01T10:00:00.000Z")).toBe(true);
});

it("unzips to exactly the tree that went in, and gives the same bytes twice, in any time zone", async () => {
  const segment = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
    .filter((name) => !/[/\0\ud800-\udfff]/.test(name) && name !== "." && name !== "..");
  const file = fc.record({
    content: fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.constant(new Uint8Array(70_000).fill(7))),
    mode: fc.constantFrom(0o600, 0o644, 0o755, 0o444),
  });
  // Every file in a folder of its own number, so that no name is both a file and a folder.
  const tree = fc.array(fc.tuple(segment, segment, file), { maxLength: 6 });
  const timeZone = process.env["TZ"];
  try {
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        const root = newFolder();
        const expected = files.map(([folder, name, { content, mode }], index) => {
          const path = `d${index}/${folder}/x${name}`;
          put(root, path, content, mode);
          return { path: `tree/${path}`, mode: 0o100000 | mode, content: Buffer.from(content) };
        });
        process.env["TZ"] = "Pacific/Auckland";
        const first = await exportFolder(root);
        process.env["TZ"] = "America/New_York";
        const second = await exportFolder(root);
        const found = first.entries.filter(({ path }) => path.startsWith("tree/") && !path.endsWith("/"));
        expect(found.map(({ path, mode, content }) => ({ path, mode, content }))).toEqual(expected);
        expect(second.report.hash).toBe(first.report.hash);
      }),
      { numRuns: 40 },
    );
  } finally {
    if (timeZone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = timeZone;
  }
});

it("leaves out what belongs to others and what is called like a secret", async () => {
  const root = newFolder();
  for (const path of [".git/config", "node_modules/a/index.js", "sub/node_modules/b.js", ".kimi_agent/x"])
    put(root, path);
  for (const path of [
    ".env",
    "deploy/.env.production",
    "certs/server.PEM",
    ".ssh/config",
    "id_rsa",
    ".npmrc",
  ])
    put(root, path);
  for (const path of [".env.example", "src/key.ts", "id_rsa.pub", ".gitignore"]) put(root, path);
  const { report, entries, text } = await exportFolder(root);
  const files = entries
    .map(({ path }) => path)
    .filter((path) => path.startsWith("tree/") && !path.endsWith("/"));
  expect(files).toEqual(["tree/.env.example", "tree/.gitignore", "tree/id_rsa.pub", "tree/src/key.ts"]);
  expect(report.leftOut).toEqual([
    "tree/.env",
    "tree/.npmrc",
    "tree/.ssh/config",
    "tree/certs/server.PEM",
    "tree/deploy/.env.production",
    "tree/id_rsa",
  ]);
  expect(text("export.json")).toContain('"reason": "secret-name"');
});

it("leaves out a file in which the redactor finds something, in whatever encoding", async () => {
  const root = newFolder();
  put(root, "plain.ts", 'const token = "tok-12345678";');
  put(root, "escaped.json", JSON.stringify({ key: "-BEGIN-\nabc\n-END-" }));
  put(root, "wide.txt", Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from("tok-12345678", "utf16le")]));
  put(root, "binary.bin", Buffer.concat([Buffer.alloc(40), Buffer.from("tok-12345678"), Buffer.alloc(4)]));
  put(root, "latin.txt", Buffer.concat([Buffer.from("caf\xe9 ", "latin1"), Buffer.from("tok-12345678")]));
  symlinkSync("tok-12345678", join(root, "link"));
  put(root, "clean.bin", Buffer.from([0, 1, 2, 255]));
  const { report, entries } = await exportFolder(root);
  expect(report.leftOut).toEqual(
    ["binary.bin", "escaped.json", "latin.txt", "link", "plain.ts", "wide.txt"].map((path) => `tree/${path}`),
  );
  expect(entries.at(-1)?.path).toBe("tree/clean.bin");
  expect(readFileSync(report.outputPath).includes("tok-12345678")).toBe(false);
});

it("redacts a record that holds a secret after all, and leaves it out when that is not enough", async () => {
  const stored = new StoredRun(finishedRun({ reason: "used tok-12345678" }));
  stored.artifacts.set("notes.md", Buffer.from("see tok-12345678."));
  stored.artifacts.set("key.json", Buffer.from(JSON.stringify("-BEGIN-\nabc\n-END-")));
  stored.artifacts.set("image.bin", Buffer.concat([Buffer.alloc(9), Buffer.from("tok-12345678")]));
  const { report, text } = await exportFolder(newFolder(), stored);
  expect(text("deliverables/notes.md")).toBe("see [redacted].");
  expect(text("deliverables/run.json")).toContain("used [redacted]");
  expect(text("run-database.jsonl")).toContain("used [redacted]");
  expect(report.leftOut).toEqual(["deliverables/image.bin", "deliverables/key.json"]);
});

it("leaves out links that lead out of the project", async () => {
  const root = newFolder();
  put(root, "a/b.txt");
  symlinkSync("/etc/passwd", join(root, "absolute"));
  symlinkSync("../../outside", join(root, "a", "up"));
  symlinkSync("../a/b.txt", join(root, "a", "inside"));
  const { report, text } = await exportFolder(root);
  expect(report.leftOut).toEqual(["tree/a/up", "tree/absolute"]);
  expect(text("tree/a/inside")).toBe("../a/b.txt");
});

it("refuses a run that does not exist, still runs, or has no final tree", async () => {
  const root = newFolder();
  for (const run of [
    null,
    finishedRun({ status: "running" }),
    finishedRun({ finalSnapshotId: null, status: "errored" }),
  ]) {
    await expect(exportFolder(root, new StoredRun(run))).rejects.toMatchObject({ code: "usage" });
  }
});
