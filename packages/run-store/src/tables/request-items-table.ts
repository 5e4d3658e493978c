import { hash as digest } from "node:crypto";
import { type JsonValue, jsonValueSchema } from "@kimi/contracts";
import type { Database } from "better-sqlite3";
import type { Contents, PayloadColumns, PreparedContent } from "../contents/contents.ts";
import { damagedRow } from "../database/parse-row.ts";
import { restoreJson } from "../database/restore-json.ts";
import type { StorePlace } from "../database/store-place.ts";

/** A conversation that may be entered. */
export interface PreparedItems {
  /** Names the conversation: the hash of its last item with all before it; `null` when it is empty. */
  readonly lastItem: string | null;
  /** The items that are not stored yet, in order. */
  readonly added: readonly NewItem[];
}

interface NewItem {
  readonly hash: string;
  readonly previousHash: string | null;
  readonly columns: PayloadColumns;
  readonly content: PreparedContent | null;
}

type ItemRow = [hash: string, previousHash: string | null, item: string | null, itemHash: string | null];

/**
 * The input items of requests. Each request repeats the conversation before it, so an item is stored once, linked to
 * the one before it, and a request names its last item: a conversation of n turns takes space for n turns, not n².
 */
export class RequestItemsTable {
  readonly #contents: Contents;
  readonly #exists;
  readonly #insert;
  readonly #select;

  constructor(connection: Database, contents: Contents) {
    this.#contents = contents;
    this.#exists = connection
      .prepare<[string, string], number>("SELECT 1 FROM request_items WHERE run_id = ? AND hash = ?")
      .pluck();
    this.#insert = connection.prepare<[string, string, string | null, string | null, string | null]>(
      `INSERT INTO request_items (run_id, hash, previous_hash, item, item_hash) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (run_id, hash) DO NOTHING`,
    );
    this.#select = connection
      .prepare<[string], ItemRow>(
        "SELECT hash, previous_hash, item, item_hash FROM request_items WHERE run_id = ?",
      )
      .raw();
  }

  prepare(runId: string, items: readonly JsonValue[]): PreparedItems {
    const texts = items.map((item) => JSON.stringify(item));
    const hashes = linkHashes(texts);
    // From the end, since all but the last few are those of the request before.
    const stored = hashes.findLastIndex((hash) => this.#exists.get(runId, hash) !== undefined);
    const added = texts.slice(stored + 1).map((text, index): NewItem => {
      const place = stored + 1 + index;
      const { columns, content } = this.#contents.preparePayload(text);
      return { hash: hashes[place] ?? "", previousHash: hashes[place - 1] ?? null, columns, content };
    });
    return { lastItem: hashes.at(-1) ?? null, added };
  }

  enter(runId: string, { added }: PreparedItems): void {
    for (const { hash, previousHash, columns, content } of added) {
      if (content !== null) this.#contents.enter(content);
      this.#insert.run(runId, hash, previousHash, columns.text, columns.hash);
    }
  }

  /**
   * Gives the conversations of a run by their last items. Conversations share the items they have in common.
   * @throws KimiError `store` for an item that is gone or was altered.
   */
  read(runId: string): (lastItem: string) => readonly JsonValue[] {
    const place = { table: "request_items", runId };
    const rows = new Map(this.#select.all(runId).map((row) => [row[0], row]));
    const items = new Map<string, { readonly item: JsonValue; readonly previousHash: string | null }>();
    const find = (hash: string): { readonly item: JsonValue; readonly previousHash: string | null } => {
      const known = items.get(hash);
      if (known !== undefined) return known;
      const row = rows.get(hash);
      if (row === undefined) throw damagedRow(place, `item ${hash} is missing`);
      const found = { item: this.#parse(place, row), previousHash: row[1] };
      items.set(hash, found);
      return found;
    };
    return (lastItem) => {
      const conversation: JsonValue[] = [];
      for (let hash: string | null = lastItem; hash !== null;) {
        const { item, previousHash } = find(hash);
        conversation.push(item);
        hash = previousHash;
      }
      return conversation.toReversed();
    };
  }

  #parse(place: StorePlace, [hash, previousHash, inline, itemHash]: ItemRow): JsonValue {
    const text = this.#contents.readPayload({ text: inline, hash: itemHash }, place) ?? "";
    if (linkHash(previousHash, text) !== hash) throw damagedRow(place, `item ${hash} was altered`);
    return restoreJson(jsonValueSchema, text);
  }
}

function linkHashes(texts: readonly string[]): readonly string[] {
  let previous: string | null = null;
  return texts.map((text) => (previous = linkHash(previous, text)));
}

// A hash holds no line end, so that no two different links have one text.
function linkHash(previousHash: string | null, text: string): string {
  return digest("sha256", `${previousHash ?? ""}\n${text}`);
}
