import { spawnSync } from "node:child_process";

/** Every gate, cheapest first; each is a root script of its own. */
const gates = [
  "format:check",
  "lint",
  "typecheck",
  "boundaries",
  "deadcode",
  "test",
  "build",
  "check:packages",
  "examples",
] as const;

const skipTests = process.argv.includes("--skip-tests");
const failed: string[] = [];

for (const gate of gates) {
  if (gate === "test" && skipTests) continue;
  console.log(`\n── ${gate}`);
  const startedAt = performance.now();
  const { status } = spawnSync("pnpm", ["--silent", "run", gate], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(status === 0 ? `── ${gate}: passed in ${seconds} s` : `── ${gate}: FAILED in ${seconds} s`);
  if (status !== 0) failed.push(gate);
}

console.log(failed.length === 0 ? "\nverify: every gate passed" : `\nverify: failed at ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
