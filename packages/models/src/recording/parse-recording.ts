import { KimiError, recordedCallSchema, recordingHeaderSchema, type Recording } from "@kimi/contracts";
import type { z } from "zod";
import { describePosition, positionKey } from "./position-key.ts";

/**
 * Reads a recording: JSON Lines, the header first, then one call a line. Empty lines are skipped.
 * @param sourceName For messages: the file's path.
 * @throws KimiError `input` that names the line.
 */
export function parseRecording(text: string, sourceName: string): Recording {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .map((line, index) => ({ text: line.trim(), number: index + 1 }))
    .filter((line) => line.text !== "");
  const [first, ...rest] = lines;
  if (first === undefined) {
    throw new KimiError("input", `${sourceName} is empty. Expected a recording, as --record writes it.`);
  }
  const header = parseLine(first, recordingHeaderSchema, sourceName, "the header of a recording");
  const seen = new Map<string, number>();
  const calls = rest.map((line) => {
    const call = parseLine(line, recordedCallSchema, sourceName, "a recorded call");
    const key = positionKey(call.position);
    const before = seen.get(key);
    if (before !== undefined) {
      throw new KimiError(
        "input",
        `${sourceName}:${line.number} answers ${describePosition(call.position)} a second time; line ${before} does already. Remove one of them.`,
      );
    }
    seen.set(key, line.number);
    return call;
  });
  return { header, calls };
}

interface Line {
  readonly text: string;
  readonly number: number;
}

function parseLine<Schema extends z.ZodType>(
  line: Line,
  schema: Schema,
  sourceName: string,
  expected: string,
): z.output<Schema> {
  const place = `${sourceName}:${line.number}`;
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new KimiError("input", `${place} is no JSON (${found}). Expected ${expected} on one line.`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const found = parsed.error.issues.map((issue) => `${issue.path.join(".") || "line"}: ${issue.message}`);
  throw new KimiError("input", `${place} is not ${expected}: ${found.join("; ")}.`);
}
