import type { CommandModule } from "yargs";
import { countNoun } from "../layout/count-noun.ts";
import { defaultQuota, snapshotQuota } from "./keep-to-quota.ts";
import { showBytes } from "../layout/show-bytes.ts";
import { openLocal } from "../open-local.ts";
import { printDamagedRuns } from "./print-damaged-runs.ts";
import { parseBytes } from "../options/parse-amounts.ts";
import { printLine, type Terminal } from "../terminal.ts";

interface PruneArguments {
  readonly "max-size": string | undefined;
}

/** `kimi-agent snapshots prune` */
export function snapshotsPruneCommand(terminal: Terminal): CommandModule<object, PruneArguments> {
  return {
    command: "prune",
    describe: "delete snapshots that no run needs, those unused the longest first",
    builder: (command) =>
      command.option("max-size", {
        type: "string",
        describe: `until the rest takes no more; 0 deletes all that no run needs (default: KIMI_AGENT_SNAPSHOT_QUOTA, or ${defaultQuota})`,
      }),
    async handler({ "max-size": maxSize }) {
      const maxBytes = maxSize === undefined ? snapshotQuota(terminal) : parseBytes("--max-size", maxSize);
      await using local = await openLocal(terminal);
      const report = await local.pruneSnapshots(maxBytes);
      const freed = Math.max(0, report.bytesBefore - report.bytesAfter);
      printLine(
        terminal.stdout,
        `${countNoun(report.removedSnapshots.length, "snapshot")} deleted, ${report.keptSnapshots} kept; ${showBytes(freed)} freed, ${showBytes(report.bytesAfter)} left.`,
      );
      printDamagedRuns(terminal, report.damagedRuns);
      if (report.damagedRuns.length > 0)
        printLine(terminal.stderr, "All snapshots of a run that cannot be read were kept.");
      for (const { path, reason } of report.leftPacks)
        printLine(terminal.stderr, `${path} stays as it is: ${reason}`);
    },
  };
}
