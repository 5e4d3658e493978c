import { type RunFilter, type RunRecord, runRecordSchema, type RunUpdate } from "@kimi/contracts";
import type { Database } from "better-sqlite3";
import { parseJson, parseRow } from "../database/parse-row.ts";
import { requireWritable } from "../database/require-writable.ts";

interface RunRow {
  readonly id: string;
  readonly status: string;
  readonly targetPath: string;
  readonly program: string;
  readonly model: string;
  readonly endpoint: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly reason: string | null;
  readonly resumable: number;
  readonly applied: number;
  readonly baselineSnapshotId: string | null;
  readonly finalSnapshotId: string | null;
  readonly config: string;
  readonly ledger: string;
}

const columns = `id, status, target_path AS targetPath, program, model, endpoint, started_at AS startedAt,
  ended_at AS endedAt, reason, resumable, applied, baseline_snapshot_id AS baselineSnapshotId,
  final_snapshot_id AS finalSnapshotId, config, ledger`;

/** The runs, with the status they were last given: whether a running one is alive is not known here. */
export class RunsTable {
  readonly #connection: Database;
  readonly #select;
  readonly #insert;
  readonly #update;

  constructor(connection: Database) {
    this.#connection = connection;
    this.#select = connection.prepare<[string], RunRow>(`SELECT ${columns} FROM runs WHERE id = ?`);
    this.#insert = connection.prepare<[RunRow]>(
      `INSERT INTO runs (id, status, target_path, program, model, endpoint, started_at, ended_at, reason, resumable,
         applied, baseline_snapshot_id, final_snapshot_id, config, ledger)
       VALUES (:id, :status, :targetPath, :program, :model, :endpoint, :startedAt, :endedAt, :reason, :resumable,
         :applied, :baselineSnapshotId, :finalSnapshotId, :config, :ledger)
       ON CONFLICT (id) DO NOTHING`,
    );
    this.#update = connection.prepare<[RunRow]>(
      `UPDATE runs SET status = :status, ended_at = :endedAt, reason = :reason, resumable = :resumable,
         applied = :applied, baseline_snapshot_id = :baselineSnapshotId, final_snapshot_id = :finalSnapshotId,
         ledger = :ledger
       WHERE id = :id`,
    );
  }

  /** False when there is such a run already. */
  insert(run: RunRecord): boolean {
    return this.#insert.run(toRow(run)).changes === 1;
  }

  /** False when there is no such run. */
  update(runId: string, update: RunUpdate): boolean {
    const run = this.read(runId);
    if (run === null) return false;
    this.#update.run(toRow({ ...run, ...update }));
    return true;
  }

  read(runId: string): RunRecord | null {
    const row = this.#select.get(runId);
    return row === undefined ? null : fromRow(row);
  }

  /** Newest first, as many as the caller takes. */
  *list({ targetPath, status }: Pick<RunFilter, "targetPath" | "status">): Generator<RunRecord> {
    const conditions = [
      ...(targetPath === undefined ? [] : ["target_path = :targetPath"]),
      ...(status === undefined ? [] : ["status = :status"]),
    ];
    const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
    const rows = this.#connection.prepare<[object], RunRow>(
      `SELECT ${columns} FROM runs ${where} ORDER BY started_at DESC, id DESC`,
    );
    for (const row of rows.iterate({ targetPath, status })) yield fromRow(row);
  }
}

function toRow(run: RunRecord): RunRow {
  const { config, ledger, resumable, applied, ...rest } = requireWritable(runRecordSchema, "a run", run);
  return {
    ...rest,
    resumable: resumable ? 1 : 0,
    applied: applied ? 1 : 0,
    config: JSON.stringify(config),
    ledger: JSON.stringify(ledger),
  };
}

function fromRow(row: RunRow): RunRecord {
  const place = { table: "runs", runId: row.id };
  return parseRow(runRecordSchema, place, {
    ...row,
    resumable: row.resumable === 1,
    applied: row.applied === 1,
    config: parseJson(place, row.config),
    ledger: parseJson(place, row.ledger),
  });
}
