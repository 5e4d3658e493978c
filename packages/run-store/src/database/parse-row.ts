import { KimiError } from "@kimi/contracts";
import type { z } from "zod";
import { describePlace, type StorePlace } from "./store-place.ts";

/**
 * What a row holds, checked against its schema.
 * @throws KimiError `store`, naming table and run, for a row that something else has changed or damaged.
 */
export function parseRow<T>(schema: z.ZodType<T>, place: StorePlace, row: unknown): T {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  throw damagedRow(place, `${where}${issue?.message ?? "unknown"}`);
}

/** The JSON that a column holds. @throws KimiError `store`, as {@link parseRow}. */
export function parseJson(place: StorePlace, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw damagedRow(place, "not JSON");
  }
}

/** The error of a row that cannot be what the store wrote. */
export function damagedRow(place: StorePlace, reason: string): KimiError {
  const otherwise =
    place.runId === null
      ? ""
      : `, or, once nothing of the run is needed any more, forget it with: kimi-agent runs forget ${place.runId}`;
  return new KimiError(
    "store",
    `The run store holds a damaged row (${describePlace(place)}): ${reason}. ` +
      `It was changed or damaged by something else. Restore runs.db from a backup${otherwise}`,
    { details: { table: place.table, runId: place.runId, reason } },
  );
}
