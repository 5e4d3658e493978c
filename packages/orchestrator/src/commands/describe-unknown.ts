import { KimiError } from "@kimi/contracts";
import type { CommandPlace } from "./command-log.ts";
import type { AskedCommand, CommandRecord } from "./command-record.ts";

/** The error for a command that a replay may not run and that is not recorded: what is recorded in its place. */
export function describeUnknown(
  { scope, ordinal }: CommandPlace,
  asked: AskedCommand,
  recorded: CommandRecord | null,
): KimiError {
  const found = `Command ${ordinal} of ${scope} is not the recorded one: ${show(asked)}.`;
  return new KimiError("recording-mismatch", `${found} ${describeRecorded(asked, recorded)}`, {
    details: { scope, ordinal },
  });
}

function describeRecorded(asked: AskedCommand, recorded: CommandRecord | null): string {
  if (recorded === null) return "The record holds no command there.";
  const differing = Object.entries(asked).flatMap(([name, value]) => {
    const then = Object.entries(recorded.asked).find(([other]) => other === name)?.[1];
    return JSON.stringify(then) === JSON.stringify(value)
      ? []
      : [`${name} was ${JSON.stringify(then)} and is ${JSON.stringify(value)}`];
  });
  if (differing.length === 0) return "The record holds the same command there, on other files.";
  return `What is recorded there differs: ${differing.join("; ")}.`;
}

function show({ argv }: AskedCommand): string {
  const text = argv.join(" ");
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}
