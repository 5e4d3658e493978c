import { KimiError, traceSchema } from "@kimi/contracts";
import type { CommandModule } from "yargs";
import { z } from "zod";
import { openLocal } from "../open-local.ts";
import { readTextFile } from "../read-text-file.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { findRun } from "./find-run.ts";
import { runPositional } from "../options/run-positional.ts";

interface TraceArguments {
  readonly run: string;
  readonly json: boolean;
}

/** `kimi-agent trace <run|trace.json>` */
export function traceCommand(terminal: Terminal): CommandModule<object, TraceArguments> {
  return {
    command: "trace <run>",
    describe: "which words asked for what, which test proves it, which lines do it",
    builder: (command) =>
      command
        .positional("run", { ...runPositional, describe: "id, beginning of an id, latest, or a trace.json" })
        .option("json", { type: "boolean", default: false, describe: "trace.json instead of text" }),
    handler: (args) => trace(terminal, args),
  };
}

async function trace(terminal: Terminal, args: TraceArguments): Promise<void> {
  await using local = await openLocal(terminal);
  const json = args.run.endsWith(".json")
    ? (await readTextFile(args.run, terminal.workingDirectory)).text
    : await readArtifact();
  const parsed = parseTrace(json, args.run);
  printLine(
    terminal.stdout,
    args.json ? JSON.stringify(parsed, null, 2) : local.renderTrace(parsed).trimEnd(),
  );

  async function readArtifact(): Promise<string> {
    const run = await findRun(local.store, args.run);
    const content = await local.store.readArtifact(run.id, "trace.json");
    if (content !== null) return Buffer.from(content).toString("utf8");
    throw new KimiError("usage", `Run ${run.id} ended (${run.status}) before a verdict, so it has no trace.`);
  }
}

function parseTrace(json: string, source: string) {
  try {
    return traceSchema.parse(JSON.parse(json));
  } catch (error) {
    const found = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new KimiError("input", `${source} is not a trace this version reads.\n${found}`, { cause: error });
  }
}
