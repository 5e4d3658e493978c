import { isKimiError } from "@kimi/contracts";
import type { LocalOrchestrator } from "@kimi/local";
import { countNoun } from "../layout/count-noun.ts";
import { showBytes } from "../layout/show-bytes.ts";
import { parseBytes } from "../options/parse-amounts.ts";
import { printLine, type Terminal } from "../terminal.ts";

/** What snapshots may take where nothing else is said. */
export const defaultQuota = "10GB";

/** What `KIMI_AGENT_SNAPSHOT_QUOTA` allows. @throws KimiError `usage` when it is no size. */
export function snapshotQuota({ environment }: Terminal): number {
  return parseBytes("KIMI_AGENT_SNAPSHOT_QUOTA", environment["KIMI_AGENT_SNAPSHOT_QUOTA"] || defaultQuota);
}

/**
 * After a run: deletes snapshots that no run refers to where all of them take too much, and says so. The run stands
 * whatever comes of that.
 */
export async function keepToQuota(
  terminal: Terminal,
  local: Pick<LocalOrchestrator, "keepToQuota">,
  maxBytes: number,
): Promise<void> {
  try {
    report(terminal, await local.keepToQuota(maxBytes), maxBytes);
  } catch (error) {
    if (!isKimiError(error)) throw error;
    printLine(terminal.stderr, `Snapshots were not looked through for what can go: ${error.message}`);
  }
}

function report(
  terminal: Terminal,
  { bytes, collected, goesOn }: Awaited<ReturnType<LocalOrchestrator["keepToQuota"]>>,
  maxBytes: number,
): void {
  if (collected === null) return;
  const removed = collected.removedSnapshots.length;
  if (removed > 0)
    printLine(
      terminal.stderr,
      `${countNoun(removed, "snapshot")} that no run refers to deleted, to keep to ${showBytes(maxBytes)} (KIMI_AGENT_SNAPSHOT_QUOTA).`,
    );
  if (bytes <= maxBytes) return;
  const rest = goesOn
    ? "the rest of them is compressed after the next runs, or by kimi-agent snapshots prune at once."
    : "runs need them all: kimi-agent runs prune forgets old runs; kimi-agent snapshots prune gives up what only their replays need.";
  printLine(
    terminal.stderr,
    `Snapshots take ${showBytes(bytes)} of the ${showBytes(maxBytes)} that KIMI_AGENT_SNAPSHOT_QUOTA allows, and ${rest}`,
  );
}
