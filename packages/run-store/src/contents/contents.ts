import { hash as digest } from "node:crypto";
import type { Database } from "better-sqlite3";
import { damagedRow } from "../database/parse-row.ts";
import type { StorePlace } from "../database/store-place.ts";
import type { ContentFiles } from "./content-files.ts";

/** Bytes from which a content is kept in a file rather than in the database. */
const longContentBytes = 100_000;

/** A payload as a pair of columns: the text itself, or the hash of a content. */
export interface PayloadColumns {
  readonly text: string | null;
  readonly hash: string | null;
}

/** A content that is on disk if it is long, and ready to be entered. */
export interface PreparedContent {
  readonly hash: string;
  readonly bytes: number;
  /** `null` when it is long, and in its file. */
  readonly inline: Uint8Array | null;
  /** Makes sure, at little cost, that the file is there. */
  readonly keep: () => void;
}

interface ContentRow {
  readonly bytes: number;
  readonly content: Uint8Array | null;
}

/**
 * Immutable bytes by hash. Entering takes two steps, so that no transaction waits for a large file:
 * `prepare` before the transaction, `enter` within it.
 */
export class Contents {
  readonly #files: ContentFiles;
  readonly #insert;
  readonly #select;

  constructor(connection: Database, files: ContentFiles) {
    this.#files = files;
    this.#insert = connection.prepare<[string, number, Uint8Array | null]>(
      "INSERT INTO contents (hash, bytes, content) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING",
    );
    this.#select = connection.prepare<[string], ContentRow>(
      "SELECT bytes, content FROM contents WHERE hash = ?",
    );
  }

  prepare(bytes: Uint8Array): PreparedContent {
    const hash = digest("sha256", bytes);
    if (bytes.length <= longContentBytes) return { hash, bytes: bytes.length, inline: bytes, keep() {} };
    const keep = (): void => this.#files.write(hash, bytes);
    keep();
    return { hash, bytes: bytes.length, inline: null, keep };
  }

  enter({ hash, bytes, inline, keep }: PreparedContent): void {
    // A process that forgets old runs may have removed the file since; within a transaction none does.
    keep();
    this.#insert.run(hash, bytes, inline);
  }

  /** @throws KimiError `store` when it is gone or altered. */
  read(hash: string, place: StorePlace): Uint8Array {
    const row = this.#select.get(hash);
    if (row === undefined) throw damagedRow(place, `content ${hash} is missing`);
    if (row.content === null) return this.#files.read(hash, place);
    if (digest("sha256", row.content) !== hash) throw damagedRow(place, `content ${hash} was altered`);
    return row.content;
  }

  /** A payload made ready: text of up to `shortBytes` stays text. */
  preparePayload(
    text: string,
    shortBytes = longContentBytes,
  ): {
    readonly columns: PayloadColumns;
    readonly content: PreparedContent | null;
  } {
    // A UTF-16 code unit takes at most three bytes, so most texts need no counting.
    const short = text.length * 3 <= shortBytes || Buffer.byteLength(text) <= shortBytes;
    if (short) return { columns: { text, hash: null }, content: null };
    const content = this.prepare(Buffer.from(text));
    return { columns: { text: null, hash: content.hash }, content };
  }

  /** The text of a payload; `null` when both columns are. */
  readPayload(columns: PayloadColumns, place: StorePlace): string | null {
    if (columns.hash === null) return columns.text;
    return Buffer.from(this.read(columns.hash, place)).toString("utf8");
  }
}
