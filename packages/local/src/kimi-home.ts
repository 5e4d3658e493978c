import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where runs and snapshots are kept: `KIMI_AGENT_HOME`, or `~/.kimi_agent`. Absolute. */
export function kimiHome(environment: Readonly<Record<string, string | undefined>>): string {
  const configured = environment["KIMI_AGENT_HOME"];
  return configured === undefined || configured === "" ? join(homedir(), ".kimi_agent") : resolve(configured);
}
