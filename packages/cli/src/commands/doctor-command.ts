import type { MachineCheck } from "@kimi/local";
import type { CommandModule } from "yargs";
import { printLine, type Terminal } from "../terminal.ts";

const missingExitCode = 4;

/** `kimi-agent doctor` */
export function doctorCommand(
  terminal: Terminal,
  finish: (exitCode: number) => void,
): CommandModule<object, object> {
  return {
    command: "doctor",
    describe: "what this machine has of what runs need, and how to get the rest",
    async handler() {
      const { checkMachine, kimiHome } = await import("@kimi/local");
      const { environment } = terminal;
      const checks = await checkMachine({ home: kimiHome(environment), environment });
      for (const check of checks) printLine(terminal.stdout, render(check));
      if (checks.some(({ advice, isNeeded }) => advice !== null && isNeeded)) finish(missingExitCode);
    },
  };
}

function render({ name, found, advice, isNeeded }: MachineCheck): string {
  const mark = advice === null ? "ok" : isNeeded ? "MISSING" : "note";
  const line = `${mark.padEnd(8)}${name.padEnd(20)}${found ?? "not found"}`;
  return advice === null ? line : `${line}\n${" ".repeat(8)}${advice}`;
}
