import { readFileSync } from "node:fs";

/** A text that the model hands to a tool, kept as the file or patch it is in `answers/`. */
export function readAnswerFile(path: string): string {
  return readFileSync(new URL(`../../answers/${path}`, import.meta.url), "utf8");
}
