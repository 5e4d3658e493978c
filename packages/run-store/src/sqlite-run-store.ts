import type {
  ArtifactRecord,
  AttemptEnd,
  AttemptRecord,
  AuditReport,
  CallPosition,
  JsonValue,
  ModelCall,
  ModelCallAnswer,
  ModelCallFailure,
  ModelCallRequest,
  NewArtifact,
  NewAttempt,
  RunClaim,
  RunEvent,
  RunFilter,
  RunRecord,
  RunStore,
  RunSummary,
  RunUpdate,
  StoredEvent,
} from "@kimi/contracts";
import { attemptEnded, attemptNotRunning, callAnswered, callNotWaiting, runExists } from "./call-errors.ts";
import { Claims, runBusy } from "./claims/claims.ts";
import { listPresentRuns } from "./claims/list-present-runs.ts";
import { presentRun } from "./claims/present-run.ts";
import { runClaim } from "./claims/run-claim.ts";
import { RunLocks } from "./claims/run-lock.ts";
import type { StoreFiles } from "./database/prepare-home.ts";
import type { StoreDatabase } from "./database/store-database.ts";
import { missingRun } from "./database/translate-error.ts";
import { exportTables } from "./export/export-tables.ts";
import { auditRun } from "./audit/audit-run.ts";
import { collectContents } from "./prune/collect-contents.ts";
import { deleteRunRows } from "./prune/delete-run-rows.ts";
import { measureRuns } from "./prune/measure-runs.ts";
import { readRunRows } from "./tables/read-run-rows.ts";
import { searchableText } from "./search/searchable-text.ts";
import { openTables, type StoreTables } from "./tables/store-tables.ts";

/**
 * The {@link RunStore} on SQLite. Every method does its work when it is called, not when it is awaited:
 * calls take effect in the order they are made. Long payloads go to files before their transaction begins.
 */
export class SqliteRunStore implements RunStore {
  readonly #database: StoreDatabase;
  readonly #locks: RunLocks;
  readonly #claims: Claims;
  readonly #tables: StoreTables;

  constructor(database: StoreDatabase, files: StoreFiles) {
    this.#database = database;
    this.#locks = new RunLocks(files.locks, database.sqlite);
    this.#claims = new Claims(database.connection, this.#locks);
    this.#tables = openTables(database.connection, files);
  }

  async claim(runId: string, targetPath: string): Promise<RunClaim> {
    const heldBefore = this.#locks.held().includes(runId);
    try {
      this.#database.write({ table: "claims", runId }, () => this.#claims.take(runId, targetPath));
    } catch (error) {
      // The lock may have been taken before the transaction failed.
      if (!heldBefore) this.#locks.release(runId);
      throw error;
    }
    return runClaim(runId, () => this.#release(runId));
  }

  async createRun(run: RunRecord): Promise<void> {
    const isNew = this.#database.writeDurably({ table: "runs", runId: run.id }, () => {
      if (!this.#tables.runs.insert(run)) return false;
      this.#tables.search.add(run.id, run.config.prompt ?? "");
      this.#markEnd(run.id, run.status);
      return true;
    });
    if (!isNew) throw runExists(run.id);
  }

  async updateRun(runId: string, update: RunUpdate): Promise<void> {
    const ends = update.endedAt !== undefined || (update.status !== undefined && update.status !== "running");
    const place = { table: "runs", runId };
    const work = (): void => {
      const status = this.#tables.runs.update(runId, update);
      if (status === null) throw missingRun(runId);
      this.#markEnd(runId, status);
    };
    if (ends) this.#database.writeDurably(place, work);
    else this.#database.write(place, work);
  }

  async appendEvent(runId: string, at: string, event: RunEvent): Promise<StoredEvent> {
    const place = { table: "events", runId };
    const prepared = this.#database.prepare(place, () => this.#tables.events.prepare(at, event));
    const atOnce = this.#database.writeOne(place, () => this.#tables.events.tryAppend(runId, at, prepared));
    return atOnce ?? this.#database.write(place, () => this.#tables.events.append(runId, at, prepared));
  }

  async beginAttempt(runId: string, attempt: NewAttempt): Promise<void> {
    const place = { table: "attempts", runId };
    const prepared = this.#database.prepare(place, () => this.#tables.attempts.prepareBegin(attempt));
    const begun = this.#database.write(place, () => this.#tables.attempts.begin(runId, prepared));
    if (!begun) throw attemptEnded(runId, attempt);
  }

  async endAttempt(
    runId: string,
    position: { readonly stage: string; readonly attempt: number },
    end: AttemptEnd,
  ): Promise<void> {
    const place = { table: "attempts", runId };
    const prepared = this.#database.prepare(place, () => this.#tables.attempts.prepareEnd(position, end));
    const ended = this.#database.write(place, () => {
      if (!this.#tables.attempts.end(runId, prepared)) return false;
      this.#tables.search.add(runId, searchableText(end.output));
      return true;
    });
    if (!ended) throw this.#unlessMissing(runId, attemptNotRunning(runId, position));
  }

  async beginModelCall(runId: string, request: ModelCallRequest): Promise<void> {
    const place = { table: "model_calls", runId };
    const prepared = this.#database.prepare(place, () =>
      this.#tables.modelCalls.prepareBegin(runId, request),
    );
    const begun = this.#database.write(place, () => this.#tables.modelCalls.begin(runId, prepared));
    if (!begun) throw callAnswered(runId, request.position);
  }

  async answerModelCall(runId: string, position: CallPosition, answer: ModelCallAnswer): Promise<void> {
    const place = { table: "model_calls", runId };
    const prepared = this.#database.prepare(place, () =>
      this.#tables.modelCalls.prepareAnswer(position, answer),
    );
    const ended = this.#database.writeDurably(place, () => this.#tables.modelCalls.end(runId, prepared));
    if (!ended) throw this.#unlessMissing(runId, callNotWaiting(runId, position));
  }

  async failModelCall(runId: string, position: CallPosition, failure: ModelCallFailure): Promise<void> {
    const place = { table: "model_calls", runId };
    const prepared = this.#database.prepare(place, () =>
      this.#tables.modelCalls.prepareFailure(position, failure),
    );
    const ended = this.#database.write(place, () => this.#tables.modelCalls.end(runId, prepared));
    if (!ended) throw this.#unlessMissing(runId, callNotWaiting(runId, position));
  }

  async putArtifact(runId: string, artifact: NewArtifact): Promise<ArtifactRecord> {
    const place = { table: "artifacts", runId };
    const prepared = this.#database.prepare(place, () => this.#tables.artifacts.prepare(artifact));
    return this.#database.write(place, () => this.#tables.artifacts.put(runId, prepared));
  }

  async readArtifact(runId: string, name: string): Promise<Uint8Array | null> {
    return this.#readOf("artifacts", runId, () => this.#tables.artifacts.readContent(runId, name));
  }

  async readRun(runId: string): Promise<RunRecord | null> {
    const run = this.#database.read({ table: "runs", runId }, () => this.#tables.runs.read(runId));
    return run === null ? null : presentRun(run, this.#isHeld);
  }

  async listRuns(filter: RunFilter = {}): Promise<readonly RunSummary[]> {
    return this.#database.read({ table: "runs", runId: null }, () =>
      listPresentRuns((stored) => this.#tables.runs.list(stored), filter, this.#isHeld),
    );
  }

  async readEvents(runId: string, afterSequence = 0): Promise<readonly StoredEvent[]> {
    return this.#readOf("events", runId, () => this.#tables.events.read(runId, afterSequence));
  }

  async readAttempts(runId: string): Promise<readonly AttemptRecord[]> {
    return this.#readOf("attempts", runId, () => this.#tables.attempts.read(runId));
  }

  async readModelCalls(runId: string): Promise<readonly ModelCall[]> {
    return this.#readOf("model_calls", runId, () => this.#tables.modelCalls.read(runId));
  }

  async listArtifacts(runId: string): Promise<readonly ArtifactRecord[]> {
    return this.#readOf("artifacts", runId, () => this.#tables.artifacts.list(runId));
  }

  async exportRun(runId: string): Promise<Readonly<Record<string, readonly JsonValue[]>>> {
    return this.#database.read({ table: "runs", runId }, () => {
      const run = this.#tables.runs.read(runId);
      if (run === null) throw missingRun(runId);
      return exportTables({ run: presentRun(run, this.#isHeld), ...readRunRows(this.#tables, runId) });
    });
  }

  async auditRun(runId: string): Promise<AuditReport> {
    return this.#readOf("runs", runId, () => auditRun(this.#tables, runId));
  }

  async measureRuns(): Promise<ReadonlyMap<string, number>> {
    return this.#database.read({ table: "runs", runId: null }, () => measureRuns(this.#database.connection));
  }

  async deleteRuns(runIds: readonly string[]): Promise<void> {
    for (const runId of runIds) {
      this.#database.write({ table: "runs", runId }, () => {
        if (!this.#tables.runs.exists(runId)) throw missingRun(runId);
        if (this.#isHeld(runId)) throw runBusy(this.#tables.runs.readTarget(runId), runId);
        deleteRunRows(this.#database.connection, runId);
      });
    }
    collectContents(this.#database, this.#tables.contentFiles);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#database.connection.open) return;
    for (const runId of this.#locks.held()) this.#release(runId);
    this.#database.close();
  }

  readonly #isHeld = (runId: string): boolean => this.#locks.isHeld(runId);

  #readOf<T>(table: string, runId: string, work: () => T): T {
    return this.#database.read({ table, runId }, () => {
      if (!this.#tables.runs.exists(runId)) throw missingRun(runId);
      return work();
    });
  }

  /** Keeps where the log ends of a run that no longer runs. */
  #markEnd(runId: string, status: string): void {
    if (status === "running") this.#tables.heads.delete(runId);
    else this.#tables.heads.put(runId, this.#tables.events.readEnd(runId));
  }

  #release(runId: string): void {
    try {
      this.#database.write({ table: "claims", runId }, () => this.#claims.release(runId));
    } finally {
      // Whatever the database says, this process no longer works on the run.
      this.#locks.release(runId);
    }
  }

  #unlessMissing(runId: string, error: Error): Error {
    const exists = this.#database.read({ table: "runs", runId }, () => this.#tables.runs.exists(runId));
    return exists ? error : missingRun(runId);
  }
}
