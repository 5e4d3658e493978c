import { KimiError } from "@kimi/contracts";
import type { CommandModule } from "yargs";
import { openLocal } from "../open-local.ts";
import { printJson, printLine, stdoutColumns, type Terminal } from "../terminal.ts";
import { renderExplanation } from "../why/render-explanation.ts";

interface WhyArguments {
  readonly place: string;
  readonly target: string | undefined;
  readonly json: boolean;
}

/** `kimi-agent why <file>:<line>` */
export function whyCommand(terminal: Terminal): CommandModule<object, WhyArguments> {
  return {
    command: "why <place>",
    describe: "who asked for a line: requirement, words of the document, test, documentation",
    builder: (command) =>
      command
        .positional("place", {
          type: "string",
          demandOption: true,
          describe: "a line of a file as it is now, for example src/cart.ts:12",
        })
        .option("target", {
          type: "string",
          describe: "the project (default: the nearest folder above the file that a run worked on)",
        })
        .option("json", { type: "boolean", default: false, describe: "everything as one JSON object" }),
    handler: (args) => why(terminal, args),
  };
}

async function why(terminal: Terminal, { place, target, json }: WhyArguments): Promise<void> {
  const wanted = parsePlace(place);
  await using local = await openLocal(terminal);
  const explained = await local.explainLine(wanted, target === undefined ? {} : { targetPath: target });
  if (json) printJson(terminal.stdout, explained, 2);
  else printLine(terminal.stdout, renderExplanation(explained, stdoutColumns(terminal)));
}

/** A column behind the line, as editors and compilers write it, is left out. */
function parsePlace(place: string): { readonly file: string; readonly line: number } {
  const [, file, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(place) ?? [];
  if (file !== undefined && line !== undefined) return { file, line: Number(line) };
  throw new KimiError(
    "usage",
    `${place} names no line: expected a file and a line of it, for example src/cart.ts:12`,
  );
}
