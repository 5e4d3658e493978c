#!/usr/bin/env node
import { watchInterrupts } from "./watch-interrupts.ts";
import { refuseNodeVersion } from "./refuse-node-version.ts";

// Only what refuses an old Node is loaded before the check: everything else may use what that Node lacks.
const refusal = refuseNodeVersion(process.versions.node);
if (refusal === null) {
  const signal = watchInterrupts(process);
  const { runCli } = await import("./run-cli.ts");
  process.exitCode = await runCli(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    isLive: process.stderr.isTTY && process.env["TERM"] !== "dumb" && process.env["CI"] === undefined,
    columns: process.stderr.isTTY ? process.stderr.columns : 80,
    environment: process.env,
    workingDirectory: process.cwd(),
    signal,
  });
} else {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 2;
}
