import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installPackages } from "../../archives/install-packages.ts";
import { listPackages } from "../../archives/list-packages.ts";

const run = promisify(execFile);
const packages = listPackages();
const entries = packages.flatMap(({ manifest }) =>
  Object.keys(manifest.exports)
    .filter((subpath) => !subpath.endsWith(".json"))
    .map((subpath) => path.posix.join(manifest.name, subpath)),
);

describe("the packed packages, installed into an empty project", () => {
  let project: string;

  beforeAll(async () => {
    project = await mkdtemp(path.join(tmpdir(), "kimi-packed-"));
    await writeFile(
      path.join(project, "package.json"),
      JSON.stringify({ name: "consumer", private: true, type: "module" }),
    );
    await installPackages(project);
  });

  afterAll(() => rm(project, { recursive: true, force: true }));

  it.each(entries)("imports %s", async (entry) => {
    const { stdout } = await run(
      process.execPath,
      ["--input-type=module", "--eval", `await import(${JSON.stringify(entry)}); console.log("imported")`],
      { cwd: project },
    );
    expect(stdout).toBe("imported\n");
  });

  it("offers declarations that a strict consumer can compile against", async () => {
    await writeFile(
      path.join(project, "consumer.ts"),
      entries.map((entry, index) => `export * as entry${index} from "${entry}";\n`).join(""),
    );
    const modules = path.resolve(import.meta.dirname, "../../../node_modules");
    const options = [
      "--strict",
      "--noEmit",
      "--pretty",
      "false",
      "--module",
      "nodenext",
      "--target",
      "es2024",
    ];
    const nodeTypes = ["--typeRoots", path.join(modules, "@types"), "--types", "node"];
    // Libraries are checked too, for our own declarations; what theirs depend on may have faults of its own.
    const stdout = await run(path.join(modules, ".bin/tsc"), [...options, ...nodeTypes, "consumer.ts"], {
      cwd: project,
    }).then(
      (result) => result.stdout,
      (error: { stdout: string }) => error.stdout,
    );
    expect(stdout.split("\n").filter((line) => /^(?:consumer|node_modules\/@kimi\/)/u.test(line))).toEqual(
      [],
    );
  });

  const commands = packages.flatMap(({ manifest }) => Object.keys(manifest.bin));

  it.each(commands)("starts %s", async (command) => {
    const { stdout } = await run(path.join(project, "node_modules/.bin", command), ["--help"], {
      cwd: project,
    });
    expect(stdout).toContain(command);
  });
});
