#!/usr/bin/env node
import { kimiHome } from "@kimi/local/home";
import { interpretSchemas } from "./interpret-schemas.ts";
import { keepCompiledCode } from "./keep-compiled-code.ts";
import { loadBuiltIns } from "./load-built-ins.ts";
import { spareMemory } from "./spare-memory.ts";
import { watchInterrupts } from "./watch-interrupts.ts";
import { watchOutput } from "./watch-output.ts";
import { refuseNodeVersion } from "./refuse-node-version.ts";
import { refuseWorkingDirectory } from "./refuse-working-directory.ts";

// Only what refuses an old Node is loaded before the check: everything else may use what that Node lacks.
const refusal = refuseNodeVersion(process.versions.node) ?? refuseWorkingDirectory(() => process.cwd());
if (refusal === null) {
  const { stdout, stderr, env } = process;
  const output = watchOutput(stdout, stderr);
  // What cannot be said is not worth ending what runs.
  stderr.on("error", () => {});
  const signal = watchInterrupts(process);
  await loadBuiltIns(process.argv.slice(2));
  spareMemory();
  keepCompiledCode(kimiHome(env), process.argv.slice(2));
  await interpretSchemas();
  const { runCli } = await import("./run-cli.ts");
  const exitCode = await runCli(process.argv.slice(2), {
    stdout,
    stderr,
    isLive: stderr.isTTY && env["TERM"] !== "dumb" && env["CI"] === undefined,
    wraps: stdout.isTTY,
    // Asked anew each time, since a window may be resized.
    get columns() {
      return (stderr.isTTY ? stderr : stdout).columns || 80;
    },
    environment: env,
    workingDirectory: process.cwd(),
    signal,
  });
  process.exitCode = await output.settle(exitCode);
} else {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 2;
}
