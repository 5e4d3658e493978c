import type { StoredEvent } from "@kimi/contracts";
import type { CommandModule } from "yargs";
import { openLocal } from "../open-local.ts";
import { describeEvent } from "../progress/describe-event.ts";
import { layOutLine } from "../progress/lay-out-line.ts";
import { printJson, printLine, stdoutColumns, type Terminal } from "../terminal.ts";
import { findRun } from "./find-run.ts";
import { runPositional } from "../options/run-positional.ts";

interface EventsArguments {
  readonly run: string;
  readonly follow: boolean;
  readonly json: boolean;
}

/** `kimi-agent runs events <run>` */
export function runsEventsCommand(terminal: Terminal): CommandModule<object, EventsArguments> {
  return {
    command: "events <run>",
    describe: "what happened in a run, in order",
    builder: (command) =>
      command
        .positional("run", runPositional)
        .option("follow", { type: "boolean", default: false, describe: "wait for more until the run ends" })
        .option("json", {
          type: "boolean",
          default: false,
          describe: "every event as one JSON object a line",
        }),
    handler: (args) => showEvents(terminal, args),
  };
}

async function showEvents(terminal: Terminal, args: EventsArguments): Promise<void> {
  await using local = await openLocal(terminal);
  const run = await findRun(local.store, args.run);
  const events = args.follow
    ? local.followEvents(run.id, { signal: terminal.signal })
    : await local.store.readEvents(run.id);
  for await (const event of events) {
    const text = args.json ? null : renderEvent(event, stdoutColumns(terminal));
    if (args.json) printJson(terminal.stdout, event);
    else if (text !== null) printLine(terminal.stdout, text);
  }
}

function renderEvent({ at, event }: StoredEvent, columns: number): string | null {
  const described = describeEvent(event);
  const stamp = `${at.slice(0, 19)}Z  `;
  if (described === null) return null;
  const lines = layOutLine(described, columns - stamp.length).split("\n");
  return `${stamp}${lines.join(`\n${" ".repeat(stamp.length)}`)}`;
}
