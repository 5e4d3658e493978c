import {
  isKimiError,
  type RunFilter,
  type RunRecord,
  runRecordSchema,
  type RunSummary,
  runSummarySchema,
  type RunUpdate,
} from "@kimi/contracts";
import type { Database } from "better-sqlite3";
import { parseJson, parseRow } from "../database/parse-row.ts";
import { requireWritable } from "../database/require-writable.ts";
import { whereRunsFit } from "../search/where-runs-fit.ts";
import { checkRow, rowHash } from "./row-hash.ts";

interface SummaryRow {
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
}

type RunColumns = SummaryRow & { readonly config: string; readonly ledger: string };
type RunRow = RunColumns & { readonly rowHash: string };

const summaryColumns = `id, status, target_path AS targetPath, program, model, endpoint, started_at AS startedAt,
  ended_at AS endedAt, reason, resumable, applied, baseline_snapshot_id AS baselineSnapshotId,
  final_snapshot_id AS finalSnapshotId`;

const updateSchema = runRecordSchema
  .omit({
    id: true,
    config: true,
    targetPath: true,
    program: true,
    model: true,
    startedAt: true,
  })
  .partial();

/** The runs, with the status they were last given: whether a running one is alive is not known here. */
export class RunsTable {
  readonly #connection: Database;
  readonly #exists;
  readonly #select;
  readonly #insert;
  readonly #update;

  constructor(connection: Database) {
    this.#connection = connection;
    this.#exists = connection.prepare<[string], number>("SELECT 1 FROM runs WHERE id = ?").pluck();
    this.#select = connection.prepare<[string], RunRow>(
      `SELECT ${summaryColumns}, config, ledger, row_hash AS rowHash FROM runs WHERE id = ?`,
    );
    this.#insert = connection.prepare<[RunRow]>(
      `INSERT INTO runs (id, status, target_path, program, model, endpoint, started_at, ended_at, reason, resumable,
         applied, baseline_snapshot_id, final_snapshot_id, config, ledger, row_hash)
       VALUES (:id, :status, :targetPath, :program, :model, :endpoint, :startedAt, :endedAt, :reason, :resumable,
         :applied, :baselineSnapshotId, :finalSnapshotId, :config, :ledger, :rowHash)
       ON CONFLICT (id) DO NOTHING`,
    );
    this.#update = connection.prepare<[RunRow]>(
      `UPDATE runs SET status = :status, endpoint = :endpoint, ended_at = :endedAt, reason = :reason, resumable = :resumable,
         applied = :applied, baseline_snapshot_id = :baselineSnapshotId, final_snapshot_id = :finalSnapshotId,
         ledger = :ledger, row_hash = :rowHash
       WHERE id = :id`,
    );
  }

  /** False when there is such a run already. */
  insert(run: RunRecord): boolean {
    return this.#insert.run(toRow(run)).changes === 1;
  }

  /** The status that the run has then; `null` when there is no such run. */
  update(runId: string, update: RunUpdate): string | null {
    const row = this.#select.get(runId);
    if (row === undefined) return null;
    // What fits its hash is what was let in, so only what is new is parsed.
    const columns = { ...checkRow({ table: "runs", runId }, "the run", { ...row }), ...toColumns(update) };
    this.#update.run({ ...columns, rowHash: rowHash(columns) });
    return columns.status;
  }

  exists(runId: string): boolean {
    return this.#exists.get(runId) !== undefined;
  }

  /** The status that is stored, whatever else of the row was altered; empty without such a run. */
  readStatus(runId: string): string {
    return this.#select.get(runId)?.status ?? "";
  }

  /** The target that is stored, whatever else of the row was altered; empty without such a run. */
  readTarget(runId: string): string {
    return this.#select.get(runId)?.targetPath ?? "";
  }

  /** @throws KimiError `store` when the row was altered. */
  read(runId: string): RunRecord | null {
    const row = this.#select.get(runId);
    return row === undefined ? null : fromRow(row);
  }

  /**
   * Newest first, as many as the caller takes.
   * Without input and ledger, which would take most of the time; and for that without comparing the hash.
   */
  *list({ onDamaged, ...filter }: Omit<RunFilter, "limit">): Generator<RunSummary> {
    const { where, values } = whereRunsFit(filter);
    const rows = this.#connection.prepare<[object], SummaryRow>(
      `SELECT ${summaryColumns} FROM runs ${where} ORDER BY started_at DESC, id DESC`,
    );
    for (const row of rows.iterate(values)) {
      const run = parseSummary(row, onDamaged);
      if (run !== null) yield run;
    }
  }
}

/** `null` for a row that is damaged, when there is somebody to tell. */
function parseSummary(row: SummaryRow, onDamaged: RunFilter["onDamaged"]): RunSummary | null {
  try {
    return parseRow(runSummarySchema, { table: "runs", runId: row.id }, withBooleans(row));
  } catch (error) {
    if (onDamaged === undefined || !isKimiError(error, "store")) throw error;
    onDamaged({ id: row.id, problem: error.message });
    return null;
  }
}

function toRow(run: RunRecord): RunRow {
  const { config, ledger, resumable, applied, ...rest } = requireWritable(runRecordSchema, "a run", run);
  const columns: RunColumns = {
    ...rest,
    resumable: resumable ? 1 : 0,
    applied: applied ? 1 : 0,
    config: JSON.stringify(config),
    ledger: JSON.stringify(ledger),
  };
  return { ...columns, rowHash: rowHash({ ...columns }) };
}

/** The columns that an update changes. */
function toColumns(update: RunUpdate): Partial<RunColumns> {
  requireWritable(updateSchema, "an update of a run", update);
  const { ledger, resumable, applied, ...rest } = update;
  return {
    ...rest,
    ...(resumable === undefined ? {} : { resumable: resumable ? 1 : 0 }),
    ...(applied === undefined ? {} : { applied: applied ? 1 : 0 }),
    ...(ledger === undefined ? {} : { ledger: JSON.stringify(ledger) }),
  };
}

function fromRow(row: RunRow): RunRecord {
  const place = { table: "runs", runId: row.id };
  const columns = checkRow(place, "the run", { ...row });
  return parseRow(runRecordSchema, place, {
    ...withBooleans(columns),
    config: parseJson(place, columns.config),
    ledger: parseJson(place, columns.ledger),
  });
}

function withBooleans(row: SummaryRow) {
  return { ...row, resumable: row.resumable === 1, applied: row.applied === 1 };
}
