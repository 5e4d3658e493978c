import type { Change } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { hashSource } from "../../src/verdict/hash-source.ts";
import { isSourceChange } from "../../src/workspace/is-source-change.ts";

const change = (path: string, content = "a", type: "file" | "directory" = "file"): Change => ({
  path,
  kind: "added",
  before: null,
  after: { type, mode: 0o644, hash: type === "file" ? content.repeat(64).slice(0, 64) : null, size: 1 },
});
const origins = {
  written: new Set(["dist/by-tool.js"]),
  baselineSources: new Set(["build/release.sh", "src/app.js"]),
  installed: new Set(["vendor/bundle"]),
};
const isSource = (each: Change): boolean => isSourceChange(each, origins);

describe("a change of the sources", () => {
  it.each([
    ["src/app.js", "somebody wrote it before"],
    ["src/new.js", "it lies where sources lie"],
    ["build/release.sh", "it stood there before"],
    ["dist/by-tool.js", "a tool call wrote it"],
    ["README.md", "it is a file like any other"],
  ])("is one of %s: %s", (path) => {
    expect(isSource(change(path))).toBe(true);
  });

  it.each([
    "dist/bundle.js",
    "packages/a/build/x.js",
    "coverage/lcov.info",
    ".coverage",
    "tsconfig.tsbuildinfo",
    "node_modules/x/index.js",
    "vendor/bundle/gem.rb",
    "app/__pycache__/a.pyc",
  ])("is none of %s, which tools make", (path) => {
    expect(isSource(change(path))).toBe(false);
  });

  it("is none of a folder", () => {
    expect(isSource(change("src", "", "directory"))).toBe(false);
  });
});

describe("the hash of the sources", () => {
  const sources = [change("src/app.js", "1"), change("src/new.js", "2")];

  it("is the same whatever was generated beside them, and in whatever order they come", () => {
    const generated = [change("coverage/lcov.info", "3"), ...sources.toReversed(), change("dist/x.js", "4")];
    expect(hashSource(generated, isSource)).toBe(hashSource(sources, isSource));
  });

  it("is another for another content, mode, or file", () => {
    const [app, more] = sources;
    const executable = { ...app!, after: { ...app!.after!, mode: 0o755 } };
    const removed = { ...app!, after: null };
    const variants = [[change("src/app.js", "9"), more!], [executable, more!], [removed, more!], [app!]];
    const hashes = [sources, ...variants].map((changes) => hashSource(changes, isSource));
    expect(new Set(hashes).size).toBe(5);
  });
});
