import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

const source = join(import.meta.dirname, "../src");
const local = join(import.meta.dirname, "../../local/src");

/** `names from module` of Node's own modules, of a file and of all that it imports before it runs. */
function importedNames(file: string): readonly string[] {
  const imports = readFileSync(file, "utf8").matchAll(/^import (?!type )(.+?) from "(.+?)";$/gmsu);
  return [...imports].flatMap(([, names = "", module = ""]) => {
    if (module.startsWith("node:")) return [`${names} from ${module}`];
    return importedNames(
      module === "@kimi/local/home" ? join(local, "kimi-home.ts") : join(dirname(file), module),
    );
  });
}

it("takes nothing before the check of the version that an old Node lacks, and would refuse to link", () => {
  const old = [
    "homedir } from node:os",
    "existsSync, mkdirSync } from node:fs",
    "join } from node:path",
    "join, resolve } from node:path",
    "nodeModule from node:module",
    "setFlagsFromString } from node:v8",
  ];
  const names = importedNames(join(source, "main.ts")).map((one) => one.replace("{ ", ""));
  expect(names).toContain("nodeModule from node:module");
  expect(names.filter((one) => !old.includes(one))).toEqual([]);
});
