import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import type { LeastPlan } from "./least-plan.ts";

/** What a confined command prints. */
export async function startCommand(
  { program, args, env, filterFile }: LeastPlan["launch"],
  command: string,
): Promise<string> {
  const filter = openSync(filterFile, "r");
  const child = spawn(program, [...args, command], {
    cwd: "/",
    env,
    stdio: ["ignore", "pipe", "pipe", "pipe", filter],
    detached: true,
  });
  closeSync(filter);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (piece: Buffer) => (output += piece.toString("utf8")));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`The command ended with ${String(code)}: ${output}`);
  return output;
}
