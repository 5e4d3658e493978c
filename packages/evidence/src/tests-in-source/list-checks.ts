import { z } from "zod";
import type { SourceTest } from "./list-tests.ts";

/** What of a file of checks is of interest here; that it is valid is for whoever runs it to say. */
const checksSchema = z.object({ checks: z.array(z.looseObject({ name: z.string() })) });

/**
 * The checks of a file of command or HTTP checks. Lines are those that the check's name and the next one's stand in;
 * what is expected counts as one assertion for each of its parts.
 */
export function listChecks(text: string): readonly SourceTest[] {
  const parsed = checksSchema.safeParse(parseJson(text)).data;
  if (parsed === undefined) return [];
  const places = locate(
    text,
    parsed.checks.map(({ name }) => name),
  );
  const lineCount = text.trimEnd().split("\n").length;
  return parsed.checks.map((check, index) => ({
    name: check.name,
    startLine: places[index] ?? 1,
    endLine: Math.max(places[index] ?? 1, (places[index + 1] ?? lineCount + 1) - 1),
    skipped: false,
    focused: false,
    assertions: listExpectations(check),
  }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The line of each name, 1-based, one after the other. */
function locate(text: string, names: readonly string[]): readonly number[] {
  let from = 0;
  return names.map((name) => {
    const found = text.indexOf(JSON.stringify(name), from);
    if (found >= 0) from = found + 1;
    return text.slice(0, Math.max(found, 0)).split("\n").length;
  });
}

/** What is asked, and each thing that is expected of the answer. */
function listExpectations({
  name: _name,
  command,
  request,
  response,
  ...expected
}: z.infer<typeof checksSchema>["checks"][number]): readonly string[] {
  const parts =
    response === undefined ? expected : z.record(z.string(), z.unknown()).catch({}).parse(response);
  const asked = JSON.stringify(command ?? request);
  return Object.entries(parts).map(([key, value]) => `${asked} ${key}: ${JSON.stringify(value)}`);
}
