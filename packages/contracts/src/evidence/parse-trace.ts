import { z } from "zod";
import { KimiError } from "../errors/kimi-error.ts";
import { traceSchema, type Trace } from "./trace.ts";

/** The version that is written, and the latest that is read. */
const latest = 2;

const versioned = z.looseObject({ version: z.int().min(1) });

/**
 * A trace from its JSON text, of this version or an older one.
 * @param source What the text came from, for messages.
 * @throws KimiError `input` when it is no trace, is damaged, or is of a newer version.
 */
export function parseTrace(text: string, source: string): Trace {
  const found = parseJson(text, source);
  const header = versioned.safeParse(found);
  if (!header.success) {
    throw new KimiError(
      "input",
      `${source} is no trace: expected an object with a version, as in the trace.json of a run.`,
    );
  }
  const { version } = header.data;
  if (version > latest) {
    throw new KimiError(
      "input",
      `${source} is a trace of version ${version}, and this program reads versions up to ${latest}: update kimi-agent.`,
      { details: { version, latest } },
    );
  }
  const parsed = traceSchema.safeParse(version === 1 ? upgrade(header.data) : header.data);
  if (parsed.success) return parsed.data;
  throw new KimiError(
    "input",
    `${source} is a damaged trace: it says version ${version}, and does not have what that version has.\n${z.prettifyError(parsed.error)}`,
    { cause: parsed.error },
  );
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new KimiError("input", `${source} is no trace: expected JSON, found ${found}.`, { cause });
  }
}

const uncoveredOfVersion1 = z.object({ uncoveredSections: z.array(z.looseObject({})) });

/** The first version knew nothing of earlier runs, nor where uncovered sections begin. */
function upgrade(found: Readonly<Record<string, unknown>>): unknown {
  const old = uncoveredOfVersion1.safeParse(found);
  const sections = old.success ? old.data.uncoveredSections : [];
  return {
    ...found,
    version: 2,
    changes: null,
    uncoveredSections: sections.map((section) => ({ ...section, startLine: null })),
  };
}
