import { resolve } from "node:path";
import { KimiError, parseTrace, type Trace } from "@kimi/contracts";
import type { CommandModule } from "yargs";
import { openLocal } from "../open-local.ts";
import { runPositional } from "../options/run-positional.ts";
import { printJson, printLine, type Terminal } from "../terminal.ts";
import { findRun } from "./find-run.ts";

interface TraceArguments {
  readonly run: string;
  readonly json: boolean;
}

/** `kimi-agent trace <run|zip|trace.json>` */
export function traceCommand(terminal: Terminal): CommandModule<object, TraceArguments> {
  return {
    command: "trace <run>",
    describe: "which words asked for what, which test proves it, which lines do it",
    builder: (command) =>
      command
        .positional("run", {
          ...runPositional,
          describe: "id, beginning of an id, latest, or a file: an exported zip or a trace.json",
        })
        .option("json", { type: "boolean", default: false, describe: "trace.json instead of text" }),
    handler: (args) => trace(terminal, args),
  };
}

async function trace(terminal: Terminal, { run, json }: TraceArguments): Promise<void> {
  const found = isFile(run) ? await readFromFile(terminal, run) : await readFromStore(terminal, run);
  if (json) {
    printJson(terminal.stdout, found, 2);
    return;
  }
  const { renderTrace } = await import("@kimi/local");
  printLine(terminal.stdout, renderTrace(found).trimEnd());
}

/** Ids of runs have neither an ending nor a folder. */
function isFile(run: string): boolean {
  return /\.(?:json|zip)$/i.test(run) || run.includes("/");
}

/** Needs no store: the run may be of another machine. */
async function readFromFile({ workingDirectory }: Terminal, file: string): Promise<Trace> {
  const { readTraceFile } = await import("@kimi/local");
  return readTraceFile(resolve(workingDirectory, file));
}

async function readFromStore(terminal: Terminal, wanted: string): Promise<Trace> {
  await using local = await openLocal(terminal);
  const run = await findRun(local.store, wanted);
  const content = await local.store.readArtifact(run.id, "trace.json");
  if (content !== null) {
    return parseTrace(Buffer.from(content).toString("utf8"), `The trace of run ${run.id}`);
  }
  throw new KimiError("usage", `Run ${run.id} ended (${run.status}) before a verdict, so it has no trace.`);
}
