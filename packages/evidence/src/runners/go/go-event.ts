import { z } from "zod";

/** An event of `go test -json`, as `go doc test2json` describes it. */
const eventSchema = z.object({
  Action: z.string(),
  Package: z.string().optional(),
  ImportPath: z.string().optional(),
  Test: z.string().optional(),
  Elapsed: z.number().optional(),
  Output: z.string().optional(),
});

export type GoEvent = Readonly<z.infer<typeof eventSchema>>;

/** Events, and what the go command itself printed between them: before Go 1.24, errors of the compiler. */
export interface GoEvents {
  readonly events: readonly GoEvent[];
  readonly printed: readonly string[];
}

export function readGoEvents(lines: readonly string[]): GoEvents {
  const events: GoEvent[] = [];
  const printed: string[] = [];
  for (const line of lines) {
    const event = line.startsWith("{") ? parseEvent(line) : null;
    if (event !== null) events.push(event);
    else if (line.trim() !== "") printed.push(line);
  }
  return { events, printed };
}

function parseEvent(line: string): GoEvent | null {
  try {
    return eventSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
