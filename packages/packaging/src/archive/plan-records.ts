import type { JsonValue, Redactor } from "@kimi/contracts";
import type { Deliverable } from "../deliverables/project-run.ts";
import type { ArchivePlan, PlannedEntry } from "./archive-plan.ts";
import { decodeText, holdsSecret } from "./holds-secret.ts";
import type { LeftOut } from "./left-out.ts";

const recordMode = 0o100644;

/** The deliverables below `prefix`, and the run's rows as `run-database.jsonl`. */
export async function planRecords(
  deliverables: readonly Deliverable[],
  tables: Readonly<Record<string, readonly JsonValue[]>>,
  redactor: Redactor,
  prefix: string,
): Promise<ArchivePlan> {
  const entries: PlannedEntry[] = [];
  const leftOut: LeftOut[] = [];
  const add = (path: string, content: Uint8Array): void => {
    const clean = cleanRecord(content, redactor);
    if (clean === null) leftOut.push({ path, reason: "secret-found" });
    else entries.push({ path, mode: recordMode, read: async () => clean });
  };
  for (const deliverable of deliverables) {
    add(prefix + deliverable.path, Buffer.from(await deliverable.read()));
  }
  add("run-database.jsonl", Buffer.from(renderRows(tables)));
  return { entries, leftOut };
}

/** One line a row: `{"table":"events","row":{…}}`, in the store's order. */
function renderRows(tables: Readonly<Record<string, readonly JsonValue[]>>): string {
  return Object.entries(tables)
    .flatMap(([table, rows]) => rows.map((row) => `${JSON.stringify({ table, row })}\n`))
    .join("");
}

/**
 * Records are redacted before they are stored, so this finds nothing unless something went wrong. Then a placeholder
 * is right (unlike in a source file, where it would be a wrong file that looks right); `null` if that is not enough.
 */
function cleanRecord(content: Uint8Array, redactor: Redactor): Uint8Array | null {
  if (!holdsSecret(content, redactor)) return content;
  const text = decodeText(content);
  if (text === null) return null;
  const clean = Buffer.from(redactor.redact(text).text);
  return holdsSecret(clean, redactor) ? null : clean;
}
