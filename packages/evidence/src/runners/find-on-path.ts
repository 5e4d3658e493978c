import type { CommandRunner } from "@kimi/contracts";
import type { TestProgram } from "./runner-adapter.ts";

/** A program that is on PATH as commands see it, or why there is none. */
export async function findOnPath(
  name: string,
  commands: CommandRunner,
  signal: AbortSignal,
): Promise<TestProgram | { readonly obstacle: string }> {
  const { exitCode } = await commands.run({
    argv: ["/bin/sh", "-c", `command -v ${name}`],
    timeoutMs: 30_000,
    signal,
  });
  return exitCode === 0
    ? { argv: [name] }
    : { obstacle: `${name} is not on PATH. Install it, or use another runner.` };
}
