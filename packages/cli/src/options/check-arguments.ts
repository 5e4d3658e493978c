import { KimiError } from "@kimi/contracts";

/**
 * Refuses what yargs lets through: a number that is none, and one value given more than once.
 * @param lists Names of the options that take several values.
 * @throws KimiError `usage` that names the option.
 */
export function checkArguments(args: Readonly<Record<string, unknown>>, lists: ReadonlySet<string>): true {
  for (const [name, value] of Object.entries(args)) {
    if (typeof value === "number" && Number.isNaN(value)) {
      throw new KimiError("usage", `--${name} was given something else than a number; it takes one.`);
    }
    if (Array.isArray(value) && name !== "_" && !lists.has(name)) {
      throw new KimiError("usage", `--${name} was given ${value.length} times; it takes one value.`);
    }
  }
  return true;
}
