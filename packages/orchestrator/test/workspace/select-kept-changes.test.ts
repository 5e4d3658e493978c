import type { Change } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import type { ChangeOrigins } from "../../src/workspace/change-origins.ts";
import { selectKeptChanges } from "../../src/workspace/select-kept-changes.ts";

const hash = "0".repeat(64);
const file = (path: string, kind: Change["kind"] = "added"): Change => ({
  path,
  kind,
  before: kind === "added" ? null : { type: "file", mode: 0o644, hash, size: 1 },
  after: kind === "removed" ? null : { type: "file", mode: 0o644, hash, size: 2 },
});
const directory = { type: "directory", mode: 0o755, hash: null, size: 0 } as const;
const folder = (path: string, kind: "added" | "removed" = "added"): Change => ({
  path,
  kind,
  before: kind === "added" ? null : directory,
  after: kind === "added" ? directory : null,
});
const origins = (parts: Partial<ChangeOrigins>): ChangeOrigins => ({
  written: new Set(),
  sources: new Set(),
  installed: new Set(),
  ...parts,
});
const keptPaths = (changes: readonly Change[], parts: Partial<ChangeOrigins>) =>
  selectKeptChanges(changes, origins(parts)).map((change) => change.path);

describe("selectKeptChanges", () => {
  it("keeps what a tool wrote even where git would ignore it", () => {
    expect(keptPaths([file(".env.local")], { written: new Set([".env.local"]) })).toEqual([".env.local"]);
  });

  it("keeps what a command changed in files that git would not ignore", () => {
    expect(
      keptPaths([file("src/a.js", "modified"), file("old.js", "removed")], {
        sources: new Set(["src/a.js", "old.js"]),
      }),
    ).toEqual(["src/a.js", "old.js"]);
  });

  it("drops ignored output, caches and compiled Python, with the folders that hold nothing else", () => {
    const changes = [
      folder("dist"),
      file("dist/out.js"),
      folder("app"),
      folder("app/__pycache__"),
      file("app/__pycache__/main.cpython-311.pyc"),
      file("app/main.py"),
    ];
    expect(
      keptPaths(changes, { sources: new Set(["app/main.py", "app/__pycache__/main.cpython-311.pyc"]) }),
    ).toEqual(["app", "app/main.py"]);
  });

  it("keeps a new folder that is empty", () => {
    expect(keptPaths([folder("data")], {})).toEqual(["data"]);
  });

  it("takes a folder away with its caches, and leaves one that holds somebody else's files", () => {
    const removed = [
      folder("lib", "removed"),
      file("lib/.env", "removed"),
      file("lib/a.js", "removed"),
      folder("old", "removed"),
      folder("old/__pycache__", "removed"),
      file("old/__pycache__/a.pyc", "removed"),
      file("old/a.py", "removed"),
    ];
    const kept = keptPaths(removed, { sources: new Set(["lib/a.js", "old/a.py"]) });
    expect(kept).toEqual(["lib/a.js", "old", "old/a.py"]);
  });

  it("keeps dependencies only where the install step put them", () => {
    const changes = [folder("node_modules"), folder("node_modules/x"), file("node_modules/x/index.js")];
    expect(keptPaths(changes, { sources: new Set(["node_modules/x/index.js"]) })).toEqual([]);
    expect(keptPaths(changes, { installed: new Set(["node_modules"]) })).toEqual([
      "node_modules",
      "node_modules/x",
      "node_modules/x/index.js",
    ]);
  });
});
