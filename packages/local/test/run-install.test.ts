import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { callTool } from "@kimi/models/testing";
import { describe, expect, it } from "vitest";
import { answersWith, bodies, coded, writeGreet } from "../src/testing/greeting-answers.ts";
import { listTree } from "../src/testing/list-tree.ts";
import { prepareRun } from "./support/scripted-run.ts";

const manifest = {
  name: "greeting",
  type: "module",
  scripts: { test: "node --test" },
  dependencies: { tiny: "file:./tiny-1.0.0.tgz" },
};

/** A run whose coding adds a dependency, which lies in the project as an archive so that no registry is asked. */
async function prepareInstall(license: string) {
  const addDependency = callTool("write_file", {
    path: "package.json",
    text: `${JSON.stringify(manifest, null, 2)}\n`,
    requirements: ["REQ-1"],
  });
  const prepared = await prepareRun({
    ...answersWith(bodies.right),
    coding: [[addDependency, writeGreet(bodies.right), coded]],
  });
  const source = join(prepared.folder, "tiny");
  await mkdir(source);
  await writeFile(join(source, "package.json"), JSON.stringify({ name: "tiny", version: "1.0.0", license }));
  await writeFile(join(source, "index.js"), "module.exports = 1;\n");
  execFileSync("npm", ["pack", source], { cwd: prepared.project, stdio: "ignore" });
  return prepared;
}

describe("a dependency that a run adds", () => {
  it("is installed when that is allowed, and becomes part of the result", async () => {
    const { project, run } = await prepareInstall("MIT");
    const { result, events } = await run({ allowInstall: true, maxAttempts: 1 });
    expect(result).toMatchObject({ status: "succeeded", applied: true });
    expect(existsSync(join(project, "node_modules/tiny/index.js"))).toBe(true);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: "install-needed",
        packages: ["tiny@file:./tiny-1.0.0.tgz"],
        allowed: true,
      }),
    );
    expect(events.some((event) => event.type === "command-finished" && event.purpose === "install")).toBe(
      true,
    );
  });

  it("blocks the verdict when its licence is not allowed, and leaves the project as it was", async () => {
    const { project, run } = await prepareInstall("GPL-3.0-only");
    const before = await listTree(project);
    const { result } = await run({ allowInstall: true, maxAttempts: 1 });
    expect(result).toMatchObject({ status: "failed", exitCode: 1, applied: false });
    expect(result.report?.findings).toContainEqual(
      expect.objectContaining({ kind: "licence", blocking: true }),
    );
    expect(await listTree(project)).toEqual(before);
  });

  it("is named as missing when nothing may be installed", async () => {
    const { project, run } = await prepareInstall("MIT");
    const { result } = await run({ maxAttempts: 1 });
    expect(result.report?.findings).toContainEqual(
      expect.objectContaining({ kind: "missing-dependency", blocking: false, path: "package.json" }),
    );
    expect(existsSync(join(project, "node_modules"))).toBe(false);
  });
});
