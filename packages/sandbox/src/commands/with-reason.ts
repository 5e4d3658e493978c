import type { CommandOutput } from "@kimi/contracts";
import type { ResolvedLimits } from "../limits/resolve-limits.ts";
import type { ExceededLimit } from "../limits/watch-limits.ts";

/** What a command said, with why it was ended below, for who reads nothing else of the result. */
export function withReason(
  stderr: CommandOutput,
  exceeded: ExceededLimit | undefined,
  limits: ResolvedLimits,
): CommandOutput {
  if (exceeded === undefined) return stderr;
  const lead = stderr.text === "" || stderr.text.endsWith("\n") ? stderr.text : `${stderr.text}\n`;
  return { ...stderr, text: `${lead}[… ended: ${describe(exceeded, limits)} …]\n` };
}

function describe(exceeded: ExceededLimit, limits: ResolvedLimits): string {
  if (exceeded === "processes") return `more than ${limits.processes} processes and threads at one time`;
  if (exceeded === "memory")
    return `its processes used more than ${toMebibytes(limits.memoryBytes)} MiB of memory together`;
  return `the tree grew by more than ${toMebibytes(limits.diskBytes)} MiB`;
}

function toMebibytes(bytes: number): number {
  return Math.floor(bytes / 1024 ** 2);
}
