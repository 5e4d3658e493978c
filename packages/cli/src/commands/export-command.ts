import { join } from "node:path";
import type { CommandModule } from "yargs";
import { countNoun } from "../layout/count-noun.ts";
import { openLocal } from "../open-local.ts";
import { placeOutputFile } from "../options/place-output-file.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { findRun } from "./find-run.ts";
import { runPositional } from "../options/run-positional.ts";

interface ExportArguments {
  readonly run: string;
  readonly out: string | undefined;
  readonly force: boolean;
}

/** `kimi-agent export <run>` */
export function exportCommand(terminal: Terminal): CommandModule<object, ExportArguments> {
  return {
    command: "export <run>",
    describe: "everything about a run in one zip: result, deliverables, record",
    builder: (command) =>
      command
        .positional("run", runPositional)
        .option("out", {
          type: "string",
          requiresArg: true,
          describe: "the zip to write, a new file (default: dist/<run>.zip, written anew each time)",
        })
        .option("force", {
          type: "boolean",
          default: false,
          describe: "replace the file that --out names if it is there",
        }),
    handler: (args) => exportRun(terminal, args),
  };
}

async function exportRun(terminal: Terminal, args: ExportArguments): Promise<void> {
  await using local = await openLocal(terminal);
  const run = await findRun(local.store, args.run);
  // What has the name of the run can be had again.
  const outputPath = await placeOutputFile({
    option: "--out",
    file: args.out ?? join("dist", `${run.id}.zip`),
    workingDirectory: terminal.workingDirectory,
    replaces: args.force || args.out === undefined,
    advice: "name another file, or replace this one with --force",
  });
  const report = await local.exportRun(run.id, outputPath);
  const size = `${countNoun(report.entries, "entry", "entries")}, ${countNoun(report.bytes, "byte")}`;
  printLine(terminal.stdout, `${report.outputPath}  ${size}`);
  printLine(terminal.stdout, `sha256 ${report.hash}`);
  for (const path of report.leftOut)
    printLine(terminal.stderr, `left out, because it holds or looks like a secret: ${path}`);
}
