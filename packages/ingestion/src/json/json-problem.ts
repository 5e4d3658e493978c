import { KimiError } from "@kimi/contracts";
import { LineIndex } from "../line-index.ts";

/** The error for a place in a JSON text; its message begins with what was found. */
export function jsonProblem(text: string, offset: number, message: string): KimiError {
  const lines = new LineIndex(text);
  return new KimiError("input", message, {
    details: { line: lines.lineAt(offset), column: lines.columnAt(offset) },
  });
}
