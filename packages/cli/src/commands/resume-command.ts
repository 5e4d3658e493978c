import type { CommandModule } from "yargs";
import { openLocal } from "../open-local.ts";
import { declareResumeOptions, type ResumeArguments } from "../options/run-options.ts";
import { toLocalOptions } from "../options/to-local-options.ts";
import { renderTable } from "../summary/render-table.ts";
import { printJson, printLine, type Terminal } from "../terminal.ts";
import { findRun } from "./find-run.ts";
import { followRun } from "./follow-run.ts";

/** `kimi-agent resume <run>` */
export function resumeCommand(
  terminal: Terminal,
  finish: (code: number) => void,
): CommandModule<object, ResumeArguments> {
  return {
    command: "resume <run>",
    describe: "go on with a run that paused, was cancelled or died, or anew from a point of any run",
    builder: declareResumeOptions,
    async handler(args) {
      if (args.from === "list") await listPoints(terminal, args);
      else finish(await resume(terminal, args));
    },
  };
}

async function resume(terminal: Terminal, args: ResumeArguments): Promise<number> {
  await using local = await openLocal(terminal, await toLocalOptions(args, terminal.workingDirectory));
  const run = await findRun(local.store, args.run);
  const overrides = { budget: raisedBudget(args), rerunCommands: args["rerun-commands"] };
  const { from } = args;
  return await followRun(terminal, local, args, (options) =>
    from === undefined
      ? local.resume(run.id, { ...overrides, ...options })
      : local.fork(run.id, from, { ...overrides, ...options }),
  );
}

async function listPoints(terminal: Terminal, args: ResumeArguments): Promise<void> {
  await using local = await openLocal(terminal);
  const run = await findRun(local.store, args.run);
  const points = await local.listForkPoints(run.id);
  if (args.json) {
    printJson(terminal.stdout, points, 2);
    return;
  }
  const rows = points.map(({ point, turns, outcome }) => [
    point,
    outcome,
    turns > 1 ? [...new Set([`${point}/2`, `${point}/${turns}`])].join(" … ") : "",
  ]);
  printLine(terminal.stdout, renderTable(["point", "came to", "turns to begin at"], rows));
}

/** The limits that were given; the run's own hold for the rest. */
function raisedBudget(args: ResumeArguments) {
  const {
    "max-cost-usd": maxCostUsd,
    "max-tokens": maxTokens,
    "max-turns": maxTurns,
    "max-minutes": maxMinutes,
  } = args;
  return {
    ...(maxCostUsd === undefined ? {} : { maxCostUsd }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(maxTurns === undefined ? {} : { maxTurns }),
    ...(maxMinutes === undefined ? {} : { maxMinutes }),
  };
}
