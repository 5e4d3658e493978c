import { readFileSync } from "node:fs";
import type { ResolvedLimits } from "./resolve-limits.ts";

type Argv = readonly [string, ...string[]];

/** Named so that its own messages can be told from those of the command. */
const shellName = "kimi-agent-limits";
const fileBlockBytes = 512;

/**
 * Wraps a command in a shell that sets what the kernel itself keeps for a process and its children, and then becomes
 * the command: the size of a file, and, where the command is in a user namespace of its own, the number of its tasks.
 */
export function withKernelLimits(
  argv: Argv,
  limits: ResolvedLimits,
  { ownNamespace }: { readonly ownNamespace: boolean },
): Argv {
  const blocks = Math.ceil(limits.diskBytes / fileBlockBytes);
  const settings = [...lower("f", blocks, "Max file size", fileBlockBytes)];
  // Dash calls it -p, other shells -u. Root has no such limit: the watcher keeps it. Twice as many, so that the watcher
  // sees them and says so, while the kernel keeps them from becoming thousands until it looks.
  if (ownNamespace && process.getuid?.() !== 0) {
    const tasks = lower("u", 2 * limits.processes, "Max processes", 1);
    settings.push(...tasks.map((set) => `{ ${set.replace("-u", "-p")} || ${set}; } 2>/dev/null`));
  }
  if (settings.length === 0) return argv;
  const [program, option, script, ...rest] = argv;
  // It is a shell already: one program less to start. The script keeps its lines, so that messages name the right one.
  if (program === "/bin/sh" && option === "-c" && script !== undefined)
    return [program, option, `${settings.join("; ")}; ${script}`, ...rest];
  return ["/bin/sh", "-c", `${settings.join("; ")}; exec "$@"`, shellName, ...argv];
}

/** Why the command could not become what it was to be, from what the wrapping shell said; `null` when it could. */
export function explainShellFailure(ended: {
  readonly exitCode: number | null;
  readonly stderr: string;
}): string | null {
  if (ended.exitCode !== 126 && ended.exitCode !== 127) return null;
  const said = new RegExp(`^${shellName}: (?:line )?\\d+: (?:exec: )?(.*)`).exec(ended.stderr);
  return said?.[1] ?? null;
}

/** A hard limit can be lowered only. */
function lower(option: string, wanted: number, name: string, unit: number): readonly string[] {
  return wanted * unit < hardLimit(name) ? [`ulimit -${option} ${wanted}`] : [];
}

function hardLimit(name: string): number {
  try {
    const line = readFileSync("/proc/self/limits", "latin1")
      .split("\n")
      .find((one) => one.startsWith(`${name} `));
    const hard = line?.slice(name.length).trim().split(/\s+/)[1];
    return hard === undefined || hard === "unlimited" ? Number.POSITIVE_INFINITY : Number(hard);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
