import type { CommandModule } from "yargs";
import { countNoun } from "../layout/count-noun.ts";
import { openLocal } from "../open-local.ts";
import { printDamagedRuns } from "./print-damaged-runs.ts";
import { printLine, type Terminal } from "../terminal.ts";

/** A target may be half changed, and nobody can settle or tell that yet. */
const stuckExitCode = 4;

/** `kimi-agent recover` */
export function recoverCommand(
  terminal: Terminal,
  finish: (exitCode: number) => void,
): CommandModule<object, object> {
  return {
    command: "recover",
    describe: "finish or undo what a killed process left behind",
    async handler() {
      await using local = await openLocal(terminal);
      const report = await local.recover();
      const { damagedRuns } = report;
      if (damagedRuns.length > 0 || report.operations.some(({ outcome }) => outcome === "stuck"))
        finish(stuckExitCode);
      const lines = [
        ...report.operations.map(
          (one) =>
            `${one.operation} of run ${one.runId} in ${one.targetPath}: ${one.outcome}${one.reason === null ? "" : `, ${one.reason}`}`,
        ),
        ...report.restored.flatMap(({ targetPath, runId, report: { restored, verified }, kept }) => [
          `${targetPath} brought back to where run ${runId} began: ${countNoun(restored.length, "path")}, ${verified ? "verified" : "NOT verified"}`,
          ...(kept === null
            ? []
            : [
                `what stood there and the run had not written itself is kept in ${kept.folder}: ${kept.paths.join(", ")}`,
                ...(kept.left.length === 0
                  ? []
                  : [`not copied, being links or too large: ${kept.left.join(", ")}`]),
              ]),
        ]),
        ...report.deletedUploads.map((id) => `upload ${id} deleted`),
        ...report.keptUploads.map((one) => `upload ${one.vectorStoreId} is still there: ${one.reason}`),
      ];
      printDamagedRuns(terminal, damagedRuns);
      if (damagedRuns.length > 0)
        printLine(terminal.stderr, "What such a run left could not be looked for; the rest was.");
      printLine(terminal.stdout, lines.length === 0 ? "Nothing to recover." : lines.join("\n"));
    },
  };
}
