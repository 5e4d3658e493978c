import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { listPackages } from "../archives/list-packages.ts";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const folders = listPackages().map(({ directory }) => path.basename(directory));
const libraries = folders.filter((folder) => !["contracts", "local", "cli"].includes(folder));

/** What each package may depend on within this workspace. */
function allowedDependencies(folder: string): string[] {
  if (folder === "contracts") return [];
  if (folder === "local") return ["contracts", ...libraries];
  if (folder === "cli") return ["contracts", "local"];
  return ["contracts"];
}

describe("package boundaries", () => {
  it.each(listPackages())(
    "$manifest.name depends only on what its layer allows",
    ({ directory, manifest }) => {
      const internal = Object.keys(manifest.dependencies).filter((name) => name.startsWith("@kimi/"));
      const allowed = allowedDependencies(path.basename(directory)).map((folder) => `@kimi/${folder}`);
      expect(allowed).toEqual(expect.arrayContaining(internal));
    },
  );

  it("turbo boundaries accepts an import of the contracts", async () => {
    await expect(checkImport("contracts")).resolves.toContain("no issues found");
  });

  it("turbo boundaries refuses an undeclared import of another library", async () => {
    await expect(checkImport("models")).rejects.toThrow("`@kimi/models` because it is not a dependency");
  });

  it("turbo boundaries refuses a declared import of another library", async () => {
    await expect(checkImport("models", { declared: true })).rejects.toThrow(
      "without any tag listed in allowlist",
    );
  });
});

/** Runs `turbo boundaries` on a copy of the workspace in which evidence imports `target`. */
async function checkImport(target: string, { declared = false } = {}): Promise<string> {
  const copy = await mkdtemp(path.join(tmpdir(), "kimi-boundaries-"));
  try {
    await cp(path.join(root, "turbo.json"), path.join(copy, "turbo.json"));
    await cp(path.join(root, "pnpm-workspace.yaml"), path.join(copy, "pnpm-workspace.yaml"));
    await writeJson(path.join(copy, "package.json"), {
      name: "copy",
      private: true,
      packageManager: "pnpm@12.21.0",
    });
    for (const folder of ["contracts", "models", "evidence"]) {
      const destination = path.join(copy, "packages", folder);
      await mkdir(path.join(destination, "src"), { recursive: true });
      await cp(path.join(root, "packages", folder, "turbo.json"), path.join(destination, "turbo.json"));
      await writeFile(path.join(destination, "src/index.ts"), "export const value = 1;\n");
      const dependencies = folder === "evidence" ? ["contracts", ...(declared ? [target] : [])] : [];
      await writeJson(path.join(destination, "package.json"), {
        name: `@kimi/${folder}`,
        version: "0.1.0",
        dependencies: Object.fromEntries(dependencies.map((name) => [`@kimi/${name}`, "workspace:*"])),
      });
    }
    await writeFile(
      path.join(copy, "packages/evidence/src/index.ts"),
      `export { value } from "@kimi/${target}";\n`,
    );
    const git = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
    await run("git", [...git, "init", "--quiet"], { cwd: copy });
    const { stdout } = await run(path.join(root, "node_modules/.bin/turbo"), ["boundaries"], { cwd: copy });
    return stdout;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, JSON.stringify(value));
}
