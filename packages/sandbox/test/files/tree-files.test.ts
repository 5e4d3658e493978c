import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FileEdit } from "@kimi/contracts";
import { FolderHandle } from "../../src/disk/folder-handle.ts";
import { TreeFiles } from "../../src/files/tree-files.ts";
import { StagingArea } from "../../src/transaction/staging-area.ts";
import { put, scratch, workshop } from "../support/scratch.ts";
import { walk } from "../support/walk.ts";

/** Files of the target itself, which is the harder case of the two. */
async function inPlace() {
  const { target, manager } = workshop();
  put(target, "src/app.ts", "export {};\n");
  put(target, ".gitignore", "ignored/\n*.log\n");
  put(target, "ignored/x.ts");
  put(target, "debug.log");
  put(target, ".git/config", "[core]\n");
  put(target, ".env", "KEY=1\n", 0o600);
  const { id } = await manager.snapshot(target);
  const tree = await manager.openWorkingTree({
    runId: "run",
    snapshotId: id,
    targetPath: target,
    kind: "in-place",
  });
  return { target, files: tree.files };
}

const write = (path: string, text: string, mode?: number): FileEdit => ({
  kind: "write",
  path,
  content: Buffer.from(text),
  ...(mode === undefined ? {} : { mode }),
});

describe("the files of a tree", () => {
  it("lists a folder, and what git would not ignore", async () => {
    const { target, files } = await inPlace();
    symlinkSync("src", join(target, "link"));
    expect((await files.list("")).map(({ path, type }) => `${type} ${path}`)).toEqual([
      "file .env",
      "file .gitignore",
      "file debug.log",
      "directory ignored",
      "symlink link",
      "directory src",
    ]);
    expect(await files.listSourceFiles()).toEqual([
      { path: ".env", type: "file", size: 6 },
      { path: ".gitignore", type: "file", size: 15 },
      { path: "src/app.ts", type: "file", size: 11 },
    ]);
    expect((await files.listSourceFiles("src")).map(({ path }) => path)).toEqual(["src/app.ts"]);
    await expect(files.list("src/app.ts")).rejects.toMatchObject({ code: "path-refused" });
    await expect(files.list("missing")).rejects.toMatchObject({ code: "workspace" });
  });

  it("reads files, says nothing is there, and refuses what is no file", async () => {
    const { target, files } = await inPlace();
    mkdirSync(join(target, "folder"));
    expect(Buffer.from((await files.read("src/app.ts")) ?? []).toString()).toBe("export {};\n");
    expect(await files.read("src/missing.ts")).toBeNull();
    expect(await files.read("no/such/folder.ts")).toBeNull();
    await expect(files.read("folder")).rejects.toMatchObject({ code: "workspace" });
  });

  it("writes, replaces and deletes, keeping modes and making folders", async () => {
    const { target, files } = await inPlace();
    await files.edit([
      write(".env", "KEY=2\n"),
      write("new/deep/tool.sh", "#!/bin/sh\n", 0o755),
      { kind: "delete", path: "src/app.ts" },
      write("twice.txt", "first"),
      write("twice.txt", "second"),
    ]);
    expect(statSync(join(target, ".env")).mode & 0o777).toBe(0o600);
    expect(statSync(join(target, "new/deep/tool.sh")).mode & 0o777).toBe(0o755);
    expect(statSync(join(target, "twice.txt")).mode & 0o777).toBe(0o644);
    expect(existsSync(join(target, "src/app.ts"))).toBe(false);
    expect(readFileSync(join(target, "twice.txt"), "utf8")).toBe("second");
    expect(readdirSync(join(target, ".kimi_agent/staging"))).toEqual([]);
  });

  it("carries out all edits or none", async () => {
    const { target, files } = await inPlace();
    const before = walk(target);
    const edits = [
      write("src/app.ts", "changed"),
      write("added/file.ts", "x"),
      { kind: "delete", path: ".env" } as const,
    ];
    await expect(files.edit([...edits, { kind: "delete", path: "missing.ts" }])).rejects.toMatchObject({
      code: "workspace",
    });
    await expect(files.edit([...edits, write("src/app.ts/below", "x")])).rejects.toMatchObject({
      code: "path-refused",
    });
    await expect(files.edit([...edits, write("src", "x")])).rejects.toMatchObject({ code: "workspace" });
    await expect(files.edit([...edits, write(`${"long".repeat(100)}.ts`, "x")])).rejects.toMatchObject({
      code: "workspace",
    });
    expect(walk(target)).toEqual(before);
  });

  it("undoes the edits before one that the disk refuses", async () => {
    const folder = scratch();
    const root = join(folder, "tree");
    put(root, "a.txt", "old");
    put(root, "b.txt", "old");
    const before = walk(root);
    let refused = "";
    const files = new TreeFiles({
      root,
      openStaging: () => StagingArea.open(FolderHandle.open(folder), folder, "staging"),
      fault: (point) => {
        if (point === refused) throw new Error("no space left");
      },
    });
    const edits = [
      write("a.txt", "new"),
      write("new/c.txt", "new"),
      { kind: "delete", path: "b.txt" } as const,
    ];
    for (refused of ["step make-folder new", "kept a.txt", "step put new/c.txt", "kept new/c.txt"]) {
      await expect(files.edit(edits)).rejects.toThrow(/nothing was changed: no space left/);
      expect(walk(root)).toEqual(before);
    }
  });

  it.each([
    "../outside.txt",
    "/etc/passwd",
    "src/../../outside.txt",
    "./src/app.ts",
    "src//app.ts",
    "",
    "a\0b",
    ".git/config",
    ".GIT/config",
    ".Git./config",
    ".g\u200cit/config",
    "nested/.git/hooks/pre-commit",
    ".kimi_agent/run.json",
    "\\x2e\\x2e/outside.txt",
    "src\\x2F..\\x2F..\\x2Foutside.txt",
    "\\x2Egit/config",
  ])("refuses the path %j to every operation", async (path) => {
    const { files } = await inPlace();
    await expect(files.read(path)).rejects.toMatchObject({ code: "path-refused" });
    await expect(files.edit([write(path, "x")])).rejects.toMatchObject({ code: "path-refused" });
    await expect(files.edit([{ kind: "delete", path }])).rejects.toMatchObject({ code: "path-refused" });
  });

  it("follows no link, out of the tree or within it, and says where it leads", async () => {
    const { target, files } = await inPlace();
    const outside = join(target, "../outside");
    put(outside, "secret.txt", "secret");
    symlinkSync(outside, join(target, "out"));
    symlinkSync("../outside/secret.txt", join(target, "file-out"));
    symlinkSync("src", join(target, "within"));
    await expect(files.read("out/secret.txt")).rejects.toThrow(/"out" is a symbolic link to ".*outside"/);
    await expect(files.read("file-out")).rejects.toThrow(/symbolic link/);
    await expect(files.list("out")).rejects.toMatchObject({ code: "path-refused" });
    await expect(files.listSourceFiles("out")).rejects.toMatchObject({ code: "path-refused" });
    await expect(files.read("within/app.ts")).rejects.toThrow(/symbolic link to "src"/);
    await expect(files.edit([write("out/new.txt", "x")])).rejects.toMatchObject({ code: "path-refused" });
    await expect(files.edit([write("file-out", "x")])).rejects.toMatchObject({ code: "workspace" });
    await expect(files.edit([{ kind: "delete", path: "out/secret.txt" }])).rejects.toMatchObject({
      code: "path-refused",
    });
    expect(walk(outside)).toEqual({ "secret.txt": expect.stringContaining("file 644") });
    expect((await files.search({ pattern: "secret" })).matches).toEqual([]);
  });
});

describe("searching text", () => {
  it("looks into what git ignores when asked to, but not into installed dependencies", async () => {
    const { target, files } = await inPlace();
    put(target, "ignored/.env.local", "needle\n");
    put(target, "node_modules/x/.env", "needle\n");
    put(target, "packages/app/node_modules/x/.env", "needle\n");
    put(target, ".git/needle", "needle\n");
    put(target, "ignored/large", `needle\n${"x".repeat(1024 ** 2)}`);
    const search = { pattern: "needle", includeIgnored: true };
    const paths = async (glob?: string) =>
      (await files.search({ ...search, ...(glob === undefined ? {} : { glob }) })).matches.map(
        ({ path }) => path,
      );
    expect(await paths()).toEqual(["ignored/.env.local"]);
    expect(await paths(".env*")).toEqual(["ignored/.env.local"]);
  });

  it("finds lines by path and number, in source files alone", async () => {
    const { target, files } = await inPlace();
    put(target, "src/b.ts", "one\r\nconst Needle = 1;\r\n");
    put(target, "ignored/c.ts", "needle\n");
    put(target, "docs/d.md", `${"x".repeat(600)} needle\n`);
    expect(await files.search({ pattern: "needle", ignoreCase: true })).toEqual({
      matches: [
        { path: "docs/d.md", line: 1, text: "x".repeat(500) },
        { path: "src/b.ts", line: 2, text: "const Needle = 1;" },
      ],
      truncated: false,
    });
    expect((await files.search({ pattern: "needle" })).matches.map(({ path }) => path)).toEqual([
      "docs/d.md",
    ]);
    expect((await files.search({ pattern: "needle", ignoreCase: true, glob: "*.ts" })).matches).toHaveLength(
      1,
    );
    expect(
      (await files.search({ pattern: "needle", ignoreCase: true, glob: "src/**/*.ts" })).matches,
    ).toHaveLength(1);
    expect((await files.search({ pattern: "needle", ignoreCase: true, path: "docs" })).matches).toHaveLength(
      1,
    );
  });

  it("stops at the limit and says so", async () => {
    const { target, files } = await inPlace();
    put(target, "many.txt", "hit\n".repeat(10));
    const { matches, truncated } = await files.search({ pattern: "hit", maxMatches: 3 });
    expect([matches.length, truncated]).toEqual([3, true]);
    expect((await files.search({ pattern: "hit", maxMatches: 10 })).truncated).toBe(false);
  });

  it("tells a bad pattern from one that is nowhere, and takes a pattern that looks like an option", async () => {
    const { files } = await inPlace();
    await expect(files.search({ pattern: "(" })).rejects.toMatchObject({ code: "usage" });
    expect(await files.search({ pattern: "nowhere at all" })).toEqual({ matches: [], truncated: false });
    expect(await files.search({ pattern: "--files" })).toEqual({ matches: [], truncated: false });
  });
});
