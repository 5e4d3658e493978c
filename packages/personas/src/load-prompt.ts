import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { KimiError } from "@kimi/contracts";

/**
 * The text of `prompts/<name>.md`, trimmed. The folder lies beside this module, in the sources and in the build alike;
 * where a bundler has moved the code elsewhere, the installed package is asked.
 * @throws KimiError `internal` when the file is in neither place.
 */
export function loadPrompt(name: string): string {
  const beside = new URL(`./prompts/${name}.md`, import.meta.url);
  const path = existsSync(beside) ? fileURLToPath(beside) : promptOfInstalledPackage(name);
  if (path === null) {
    throw new KimiError(
      "internal",
      `Found no prompts/${name}.md beside ${import.meta.url}. Copy the folder dist/prompts of @kimi/personas there, or install the package.`,
    );
  }
  return readFileSync(path, "utf8").trim();
}

function promptOfInstalledPackage(name: string): string | null {
  try {
    const manifest = import.meta.resolve("@kimi/personas/package.json");
    const path = fileURLToPath(new URL(`./dist/prompts/${name}.md`, manifest));
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}
