import { KimiError } from "@kimi/contracts";

/**
 * Refuses what yargs lets through: a number that is none, one value given more than once, and a text that is empty, as a
 * variable that is not set makes it.
 * @param lists Names of the options that take several values.
 * @throws KimiError `usage` that names the option or argument.
 */
export function checkArguments(args: Readonly<Record<string, unknown>>, lists: ReadonlySet<string>): true {
  for (const [name, value] of Object.entries(args)) {
    if (typeof value === "number" && Number.isNaN(value)) {
      throw new KimiError("usage", `--${name} was given something else than a number; it takes one.`);
    }
    if (name !== "_" && [value].flat().includes("")) {
      throw new KimiError(
        "usage",
        `${spell(name, args)} was given an empty text: put something there, or leave it out.`,
      );
    }
    if (Array.isArray(value) && name !== "_" && !lists.has(name)) {
      throw new KimiError("usage", `--${name} was given ${value.length} times; it takes one value.`);
    }
  }
  return true;
}

const positionals: ReadonlySet<string> = new Set(["run", "place", "before", "after"]);

/** As the help writes it. */
function spell(name: string, { _: commands }: Readonly<Record<string, unknown>>): string {
  const isTarget = name === "target" && Array.isArray(commands) && commands[0] === "run";
  return isTarget || positionals.has(name) ? `<${name}>` : `--${name}`;
}
