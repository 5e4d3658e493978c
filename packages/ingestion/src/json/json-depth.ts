import type { KimiError } from "@kimi/contracts";
import { jsonProblem } from "./json-problem.ts";

/** Nobody writes deeper documents, and the parser's stack has an end. */
export const maxDepth = 500;

/** The error for what begins at `offset` below as many levels. */
export function tooDeep(text: string, offset: number): KimiError {
  return jsonProblem(
    text,
    offset,
    `found more than ${maxDepth} levels, expected a document that people can read`,
  );
}
