import { type AuditProblem, isKimiError, type StoredEvent, storedEventSchema } from "@kimi/contracts";
import { parseJson, parseRow } from "../database/parse-row.ts";
import { chainHash, chainStart } from "../tables/chain-hash.ts";
import type { StoreTables } from "../tables/store-tables.ts";

interface AuditedEvents {
  /** Those that are what was written. */
  readonly events: readonly StoredEvent[];
  readonly problems: readonly AuditProblem[];
}

/** Follows the chain of a run's events to its recorded end. */
export function auditEvents(tables: StoreTables, runId: string): AuditedEvents {
  const place = { table: "events", runId };
  const events: StoredEvent[] = [];
  const problems: AuditProblem[] = [];
  const report = (sequence: number, problem: string): void =>
    void problems.push({ table: "events", place: `event ${sequence}`, problem });
  let end = { sequence: 0, hash: chainStart };
  for (const { sequence, at, hash, readText } of tables.events.rows(runId)) {
    if (sequence > end.sequence + 2)
      report(end.sequence + 1, `this event and those up to ${sequence - 1} are missing`);
    else if (sequence === end.sequence + 2) report(end.sequence + 1, "the event is missing");
    try {
      const text = readText();
      const follows = sequence === end.sequence + 1;
      if (follows && chainHash(end.hash, { runId, sequence, at, text }) !== hash) {
        report(sequence, "the event, or the hash of the one before it, was altered");
      } else {
        events.push(parseRow(storedEventSchema, place, { sequence, at, event: parseJson(place, text) }));
      }
    } catch (error) {
      if (!isKimiError(error, "store")) throw error;
      report(sequence, error.message);
    }
    end = { sequence, hash };
  }
  const head = tables.heads.read(runId);
  if (head === null && tables.runs.readStatus(runId) !== "running")
    problems.push({
      table: "heads",
      place: `run ${runId}`,
      problem: "where the log of the run ended is not recorded",
    });
  if (head !== null && head.sequence > end.sequence)
    report(
      end.sequence + 1,
      `the end of the log was cut off: it had ${head.sequence} events, and has ${end.sequence}`,
    );
  else if (head !== null && (head.sequence !== end.sequence || head.hash !== end.hash))
    report(end.sequence, `the log was recorded to end with another event, ${head.sequence}`);
  return { events, problems };
}
