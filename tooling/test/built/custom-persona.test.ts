import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { installPackages } from "../../archives/install-packages.ts";
import { listPackages } from "../../archives/list-packages.ts";

const run = promisify(execFile);
const example = path.resolve(import.meta.dirname, "../../../examples/custom-persona");
const manifestSchema = z.object({ dependencies: z.record(z.string(), z.string()) });

describe("the example of a custom persona, outside the repository, on the packed packages", () => {
  let scratch: string;
  let project: string;

  beforeAll(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), "kimi-custom-"));
    project = path.join(scratch, "example");
    await cp(example, project, { recursive: true });
    await installPackages(project);
  });

  afterAll(() => rm(scratch, { recursive: true, force: true }));

  it("depends on the versions that would be published", async () => {
    const { dependencies } = manifestSchema.parse(
      JSON.parse(await readFile(path.join(example, "package.json"), "utf8")),
    );
    const versions = new Map(listPackages().map(({ manifest }) => [manifest.name, manifest.version]));
    const own = Object.entries(dependencies).filter(([name]) => name.startsWith("@kimi/"));
    expect(own.map(([name]) => [name, versions.get(name)])).toEqual(own);
  });

  it("runs its stage behind the four others and delivers what it found", async () => {
    const temporary = path.join(scratch, "tmp");
    await mkdir(temporary);
    const { stdout } = await run(process.execPath, ["run.ts"], {
      cwd: project,
      env: { PATH: process.env["PATH"], HOME: scratch, TMPDIR: temporary },
    });
    const finished = [...stdout.matchAll(/^finished: (?<stage>.+)$/gmu)].map(
      ({ groups }) => groups?.["stage"],
    );
    expect(finished).toEqual(["requirements", "coding", "testing", "documentation", "security-review"]);
    expect(stdout).toContain("succeeded: 2 of 2 criteria are proven");
    const deliverables = /^deliverables: (?<folder>.+)$/mu.exec(stdout)?.groups?.["folder"] ?? "";
    const review = path.join(deliverables, "05-security-review");
    expect(await readdir(review)).toEqual(["input.json", "output.json"]);
    expect(JSON.parse(await readFile(path.join(review, "output.json"), "utf8"))).toMatchObject({
      findings: [{ path: "src/link.js", severity: "low" }],
    });
  });

  it("compiles under strict settings against the declarations of the packages", async () => {
    const modules = path.resolve(import.meta.dirname, "../../../node_modules");
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noImplicitOverride: true,
      erasableSyntaxOnly: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      skipLibCheck: true,
      module: "nodenext",
      target: "es2024",
      lib: ["es2024", "esnext.disposable"],
      typeRoots: [path.join(modules, "@types")],
      types: ["node"],
    };
    await writeFile(
      path.join(project, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: ["run.ts"] }),
    );
    await expect(
      run(path.join(modules, ".bin/tsc"), ["--pretty", "false"], { cwd: project }),
    ).resolves.toEqual({
      stdout: "",
      stderr: "",
    });
  });
});
