import type { Change } from "@kimi/contracts";
import { expect, it } from "vitest";
import { listOverlayPaths } from "../../src/workspace/list-overlay-paths.ts";

const file = (path: string): Change => ({
  path,
  kind: "added",
  before: null,
  after: { type: "file", mode: 0o644, hash: "0".repeat(64), size: 1 },
});
const directory = { type: "directory", mode: 0o755, hash: null, size: 0 } as const;
const folder = (path: string, kind: "added" | "removed" = "added"): Change => ({
  path,
  kind,
  before: kind === "added" ? null : directory,
  after: kind === "added" ? directory : null,
});

it("brings a new folder with caches in it by its kept files", () => {
  const kept = [folder("tests"), file("tests/test_a.py")];
  const caches = [folder("tests/__pycache__"), file("tests/__pycache__/test_a.pyc")];
  expect(listOverlayPaths([...kept, ...caches], kept)).toEqual(["tests/test_a.py"]);
});

it("brings new folders as they are where all in them is kept, and takes removed ones away", () => {
  const kept = [folder("data"), folder("docs"), file("docs/a.md"), folder("old", "removed")];
  expect(listOverlayPaths([...kept, file("database")], kept)).toEqual(["data", "docs", "docs/a.md", "old"]);
});
