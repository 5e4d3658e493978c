import {
  type KimiError,
  type RunEvent,
  runEventSchema,
  type StoredEvent,
  storedEventSchema,
} from "@kimi/contracts";
import type { Database } from "better-sqlite3";
import type { Contents, PayloadColumns, PreparedContent } from "../contents/contents.ts";
import { damagedRow } from "../database/parse-row.ts";
import { requireWritable } from "../database/require-writable.ts";
import { restoreJson } from "../database/restore-json.ts";
import { chainHash, chainStart } from "./chain-hash.ts";

/** An event with its links in the chain. */
export interface ChainedEvent {
  readonly stored: StoredEvent;
  readonly previousHash: string;
  readonly hash: string;
}

/** A row that may have been altered. */
export interface UncheckedEvent {
  readonly sequence: number;
  readonly at: string;
  readonly hash: string;
  /** @throws KimiError `store` when its content is gone or altered. */
  readonly readText: () => string;
}

/** Where a run's log ends: the last event's place and hash, or 0 and the start of the chain. */
export interface LogEnd {
  readonly sequence: number;
  readonly hash: string;
}

/** An event that may be appended. */
export interface PreparedEvent {
  readonly event: RunEvent;
  readonly text: string;
  readonly columns: PayloadColumns;
  /** To be entered in the same transaction; `null` for a short event. */
  readonly content: PreparedContent | null;
}

type EventRow = [sequence: number, at: string, event: string | null, eventHash: string | null];
type InsertedRow = [runId: string, ...EventRow, hash: string];

/** An event as its row holds it, with the hash that the row should have. */
interface Link {
  readonly sequence: number;
  readonly at: string;
  readonly text: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** The history of each run: append-only, without gaps, each row hashed together with the one before it. */
export class EventsTable {
  readonly #contents: Contents;
  readonly #selectEnd;
  readonly #insert;
  readonly #selectHash;
  readonly #select;
  /** Where logs ended when this process last appended to them. */
  readonly #ends = new Map<string, LogEnd>();

  constructor(connection: Database, contents: Contents) {
    this.#contents = contents;
    this.#selectEnd = connection.prepare<[string], LogEnd>(
      "SELECT sequence, hash FROM events WHERE run_id = ? ORDER BY sequence DESC LIMIT 1",
    );
    this.#insert = connection.prepare<InsertedRow>(
      "INSERT INTO events (run_id, sequence, at, event, event_hash, hash) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.#selectHash = connection
      .prepare<[string, number], string>("SELECT hash FROM events WHERE run_id = ? AND sequence = ?")
      .pluck();
    // Arrays cost less than objects.
    this.#select = connection
      .prepare<[string, number], EventRow>(
        "SELECT sequence, at, event, event_hash FROM events WHERE run_id = ? AND sequence > ? ORDER BY sequence",
      )
      .raw();
  }

  prepare(at: string, event: RunEvent): PreparedEvent {
    requireWritable(atSchema, "the instant of an event", at);
    const checked = requireWritable(runEventSchema, `a ${event.type} event`, event);
    const text = JSON.stringify(checked);
    return { event: checked, text, ...this.#contents.preparePayload(text) };
  }

  /**
   * Appends where this process left off: one statement, so that it needs no transaction of its own.
   * `null`, and nothing is appended, where this process has not appended yet or another has since, and for an event
   * with a content.
   */
  tryAppend(runId: string, at: string, prepared: PreparedEvent): StoredEvent | null {
    const end = this.#ends.get(runId);
    if (end === undefined || prepared.content !== null) return null;
    try {
      return this.#insertAfter(end, runId, at, prepared);
    } catch (error) {
      if (isPlaceTaken(error)) return null;
      throw error;
    }
  }

  /** To be called within a transaction. */
  append(runId: string, at: string, prepared: PreparedEvent): StoredEvent {
    if (prepared.content !== null) this.#contents.enter(prepared.content);
    return this.#insertAfter(this.readEnd(runId), runId, at, prepared);
  }

  /** Where the log of a run ends. */
  readEnd(runId: string): LogEnd {
    return this.#selectEnd.get(runId) ?? { sequence: 0, hash: chainStart };
  }

  /**
   * The events after a sequence, the chain checked. What fits the chain is what {@link prepare} let in,
   * so it is not parsed by the schema again.
   * @throws KimiError `store` naming the first event that was altered, removed or inserted.
   */
  read(runId: string, afterSequence: number): readonly StoredEvent[] {
    return this.#readLinks(runId, afterSequence).map(toStored);
  }

  /** All events with their links. @throws KimiError as {@link read} does. */
  readChained(runId: string): readonly ChainedEvent[] {
    return this.#readLinks(runId, 0).map((link) => {
      return { stored: toStored(link), previousHash: link.previousHash, hash: link.hash };
    });
  }

  /** The rows as they are, nothing checked. */
  rows(runId: string): readonly UncheckedEvent[] {
    const place = { table: "events", runId };
    return this.#select.all(runId, 0).map(([sequence, at, text, contentHash]) => ({
      sequence,
      at,
      hash: this.#selectHash.get(runId, sequence) ?? "",
      readText: () => this.#contents.readPayload({ text, hash: contentHash }, place) ?? "",
    }));
  }

  #readLinks(runId: string, afterSequence: number): readonly Link[] {
    const place = { table: "events", runId };
    const start = Math.max(afterSequence, 0);
    const end = { sequence: start, hash: this.#selectHash.get(runId, start) ?? chainStart };
    const links = this.#select.all(runId, start).map(([sequence, at, inline, contentHash]): Link => {
      const text = this.#contents.readPayload({ text: inline, hash: contentHash }, place) ?? "";
      if (sequence !== end.sequence + 1)
        throw damagedRow(place, `event ${end.sequence + 1} is missing; event ${sequence} follows`);
      const previousHash = end.hash;
      end.hash = chainHash(previousHash, { runId, sequence, at, text });
      end.sequence = sequence;
      return { sequence, at, text, previousHash, hash: end.hash };
    });
    // A hash covers all before it: where the last one fits, all do.
    if (links.length > 0 && this.#selectHash.get(runId, end.sequence) !== end.hash)
      throw this.#findAltered(runId, links);
    return links;
  }

  #findAltered(runId: string, links: readonly Link[]): KimiError {
    const altered = links.find(({ sequence, hash }) => this.#selectHash.get(runId, sequence) !== hash);
    return damagedRow(
      { table: "events", runId },
      `event ${altered?.sequence}, or the one before it, was altered: its hash does not fit`,
    );
  }

  #insertAfter(end: LogEnd, runId: string, at: string, { event, text, columns }: PreparedEvent): StoredEvent {
    const sequence = end.sequence + 1;
    const hash = chainHash(end.hash, { runId, sequence, at, text });
    this.#insert.run(runId, sequence, at, columns.text, columns.hash, hash);
    this.#ends.set(runId, { sequence, hash });
    return { sequence, at, event };
  }
}

const atSchema = storedEventSchema.shape.at;

function isPlaceTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "SQLITE_CONSTRAINT_PRIMARYKEY";
}

function toStored({ sequence, at, text }: Link): StoredEvent {
  return { sequence, at, event: restoreJson(runEventSchema, text) };
}
