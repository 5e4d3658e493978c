import { existsSync, readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";

/** Removes the groups of commands in `place` that dead processes of ours have left. */
export function removeAbandonedCgroups(place: string): void {
  for (const name of readdirSync(place)) {
    const pid = /^kimi-agent\.(\d+)\.\d+$/.exec(name)?.[1];
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
    try {
      rmdirSync(join(place, name));
    } catch {
      // Something still runs in it.
    }
  }
}
