import { type RunEvent, runEventSchema, type StoredEvent, storedEventSchema } from "@kimi/contracts";
import type { Database } from "better-sqlite3";
import type { Contents, PayloadColumns, PreparedContent } from "../contents/contents.ts";
import { damagedRow, parseJson, parseRow } from "../database/parse-row.ts";
import { requireWritable } from "../database/require-writable.ts";
import { chainHash, chainStart } from "./chain-hash.ts";

/** An event with its links in the chain. */
export interface ChainedEvent {
  readonly stored: StoredEvent;
  readonly previousHash: string;
  readonly hash: string;
}

interface PreparedEvent {
  readonly event: RunEvent;
  readonly text: string;
  readonly columns: PayloadColumns;
  readonly content: PreparedContent | null;
}

interface EventRow {
  readonly sequence: number;
  readonly at: string;
  readonly event: string | null;
  readonly eventHash: string | null;
  readonly previousHash: string;
  readonly hash: string;
}

type InsertedRow = [string, number, string, string | null, string | null, string, string];

/** The history of each run: append-only, without gaps, each row hashed together with the one before it. */
export class EventsTable {
  readonly #contents: Contents;
  readonly #selectLast;
  readonly #insert;
  readonly #select;

  constructor(connection: Database, contents: Contents) {
    this.#contents = contents;
    this.#selectLast = connection.prepare<[string], { sequence: number; hash: string }>(
      "SELECT sequence, hash FROM events WHERE run_id = ? ORDER BY sequence DESC LIMIT 1",
    );
    this.#insert = connection.prepare<InsertedRow>(
      `INSERT INTO events (run_id, sequence, at, event, event_hash, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#select = connection.prepare<[string, number], EventRow>(
      `SELECT sequence, at, event, event_hash AS eventHash, previous_hash AS previousHash, hash
       FROM events WHERE run_id = ? AND sequence >= ? ORDER BY sequence`,
    );
  }

  prepare(event: RunEvent): PreparedEvent {
    const checked = requireWritable(runEventSchema, `a ${event.type} event`, event);
    const text = JSON.stringify(checked);
    return { event: checked, text, ...this.#contents.preparePayload(text) };
  }

  append(runId: string, at: string, { event, text, columns, content }: PreparedEvent): StoredEvent {
    if (content !== null) this.#contents.enter(content);
    const last = this.#selectLast.get(runId) ?? { sequence: 0, hash: chainStart };
    const stored = requireWritable(placeSchema, "an event", { sequence: last.sequence + 1, at });
    const hash = chainHash(last.hash, { runId, text, ...stored });
    this.#insert.run(runId, stored.sequence, at, columns.text, columns.hash, last.hash, hash);
    return { ...stored, event };
  }

  /**
   * The events after a sequence, the chain checked.
   * @throws KimiError `store` naming the first event that was altered, removed or inserted.
   */
  read(runId: string, afterSequence: number): readonly ChainedEvent[] {
    // The event before the first wanted one is read too: the chain hangs on it.
    const rows = this.#select.all(runId, Math.max(afterSequence, 0));
    let previous = { sequence: 0, hash: chainStart };
    const events: ChainedEvent[] = [];
    for (const row of rows) {
      if (row.sequence > afterSequence) events.push(this.#check(runId, row, previous));
      previous = row;
    }
    return events;
  }

  #check(runId: string, row: EventRow, previous: { sequence: number; hash: string }): ChainedEvent {
    const place = { table: "events", runId };
    const text = this.#contents.readPayload({ text: row.event, hash: row.eventHash }, place) ?? "";
    const { sequence, at, previousHash, hash } = row;
    if (sequence !== previous.sequence + 1) {
      throw damagedRow(place, `event ${previous.sequence + 1} is missing; event ${sequence} follows`);
    }
    if (previousHash !== previous.hash || hash !== chainHash(previousHash, { runId, sequence, at, text })) {
      throw damagedRow(place, `event ${sequence}, or the one before it, was altered: its hash does not fit`);
    }
    const stored = parseRow(storedEventSchema, place, { sequence, at, event: parseJson(place, text) });
    return { stored, previousHash, hash };
  }
}

const placeSchema = storedEventSchema.pick({ sequence: true, at: true });
