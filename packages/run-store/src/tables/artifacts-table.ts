import { type ArtifactRecord, artifactRecordSchema, type NewArtifact } from "@kimi/contracts";
import type { Database } from "better-sqlite3";
import type { RowCheck } from "../audit/row-check.ts";
import type { Contents, PreparedContent } from "../contents/contents.ts";
import { damagedRow, parseRow } from "../database/parse-row.ts";
import { requireWritable } from "../database/require-writable.ts";
import { checkRow, rowHash } from "./row-hash.ts";

interface ArtifactColumns {
  readonly name: string;
  readonly mediaType: string;
  readonly hash: string;
  readonly stage: string | null;
  readonly attempt: number | null;
}

type ArtifactRow = ArtifactColumns & { readonly rowHash: string };
type ListedRow = ArtifactRow & { readonly bytes: number | null };

interface PreparedArtifact {
  readonly record: ArtifactRecord;
  readonly content: PreparedContent;
}

/** The named outputs of each run. A name written again means the new content; the old one stays by its hash. */
export class ArtifactsTable {
  readonly #contents: Contents;
  readonly #upsert;
  readonly #select;
  readonly #selectHash;

  constructor(connection: Database, contents: Contents) {
    this.#contents = contents;
    this.#upsert = connection.prepare<[ArtifactRow & { runId: string }]>(
      `INSERT OR REPLACE INTO artifacts (run_id, name, media_type, hash, stage, attempt, row_hash)
       VALUES (:runId, :name, :mediaType, :hash, :stage, :attempt, :rowHash)`,
    );
    // Names compare as bytes: the order of UTF-8, which is the order of code points.
    this.#select = connection.prepare<[string], ListedRow>(
      `SELECT name, media_type AS mediaType, artifacts.hash, bytes, stage, attempt, row_hash AS rowHash
       FROM artifacts LEFT JOIN contents ON contents.hash = artifacts.hash WHERE run_id = ? ORDER BY name`,
    );
    this.#selectHash = connection
      .prepare<[string, string], string>("SELECT hash FROM artifacts WHERE run_id = ? AND name = ?")
      .pluck();
  }

  prepare({ name, mediaType, producer, content }: NewArtifact): PreparedArtifact {
    const prepared = this.#contents.prepare(Buffer.from(content));
    const { hash, bytes } = prepared;
    const record = requireWritable(artifactRecordSchema, "an artifact", {
      name,
      mediaType,
      hash,
      bytes,
      producer,
    });
    return { record, content: prepared };
  }

  put(runId: string, { record, content }: PreparedArtifact): ArtifactRecord {
    this.#contents.enter(content);
    const { name, mediaType, hash, producer } = record;
    const row = { name, mediaType, hash, stage: producer?.stage ?? null, attempt: producer?.attempt ?? null };
    this.#upsert.run({ ...row, rowHash: rowHash(row), runId });
    return record;
  }

  readContent(runId: string, name: string): Uint8Array | null {
    const hash = this.#selectHash.get(runId, name);
    return hash === undefined ? null : this.#contents.read(hash, { table: "artifacts", runId });
  }

  list(runId: string): readonly ArtifactRecord[] {
    return this.#select.all(runId).map((row) => parseArtifact(runId, row));
  }

  /** The rows, each to be read by itself and with its content. */
  checks(runId: string): readonly RowCheck<ArtifactRecord>[] {
    return this.#select.all(runId).map((row) => ({
      place: `artifact ${row.name}`,
      read: () => {
        this.#contents.read(row.hash, { table: "artifacts", runId });
        return parseArtifact(runId, row);
      },
    }));
  }
}

function parseArtifact(runId: string, { bytes, ...row }: ListedRow): ArtifactRecord {
  const place = { table: "artifacts", runId };
  const { stage, attempt, ...rest } = checkRow(place, `artifact ${row.name}`, row);
  const producer = stage === null ? null : { stage, attempt };
  // A content that is gone has no length.
  if (bytes === null) throw damagedRow(place, `content ${row.hash} is missing`);
  return parseRow(artifactRecordSchema, place, { ...rest, bytes, producer });
}
