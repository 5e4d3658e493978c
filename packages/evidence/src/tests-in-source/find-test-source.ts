import type { TestId } from "@kimi/contracts";
import { isBoundTo } from "../bindings/bind-tests.ts";
import { listTests } from "./list-tests.ts";
import { quoteCheck } from "./quote-check.ts";

/** The source lines of a test; `null` when it is not found, as with a name that is put together at run time. */
export function findTestSource(id: TestId, text: string): string | null {
  if (id.runner === "command-check" || id.runner === "http-check") return quoteCheck(text, id.name);
  const test = listTests(id.file, text).find(({ name }) => isBoundTo(id, name));
  if (test === undefined) return null;
  return dedent(text.split(/\r\n|\r|\n/).slice(test.startLine - 1, test.endLine));
}

/** The lines without the indentation they share. */
function dedent(lines: readonly string[]): string {
  const indents = lines
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const shared = Math.min(...indents);
  return lines.map((line) => line.slice(shared)).join("\n");
}
