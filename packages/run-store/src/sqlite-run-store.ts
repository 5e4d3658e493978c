import type {
  ArtifactRecord,
  AttemptEnd,
  AttemptRecord,
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
  RunStatus,
  RunStore,
  RunSummary,
  RunUpdate,
  StoredEvent,
} from "@kimi/contracts";
import { attemptEnded, attemptNotRunning, callAnswered, callNotWaiting, runExists } from "./call-errors.ts";
import { Claims } from "./claims/claims.ts";
import { listPresentRuns } from "./claims/list-present-runs.ts";
import { presentRun } from "./claims/present-run.ts";
import { runClaim } from "./claims/run-claim.ts";
import { RunLocks } from "./claims/run-lock.ts";
import { ContentFiles } from "./contents/content-files.ts";
import { Contents } from "./contents/contents.ts";
import type { StoreFiles } from "./database/prepare-home.ts";
import type { StoreDatabase } from "./database/store-database.ts";
import { missingRun } from "./database/translate-error.ts";
import { exportTables } from "./export-tables.ts";
import { SearchIndex } from "./search/search-index.ts";
import { searchableText } from "./search/searchable-text.ts";
import { ArtifactsTable } from "./tables/artifacts-table.ts";
import { AttemptsTable } from "./tables/attempts-table.ts";
import { EventsTable } from "./tables/events-table.ts";
import { HeadsTable } from "./tables/heads-table.ts";
import { ModelCallsTable } from "./tables/model-calls-table.ts";
import { RequestItemsTable } from "./tables/request-items-table.ts";
import { RunsTable } from "./tables/runs-table.ts";

/**
 * The {@link RunStore} on SQLite. Every method does its work when it is called, not when it is awaited:
 * calls take effect in the order they are made. Long payloads go to files before their transaction begins.
 */
export class SqliteRunStore implements RunStore {
  readonly #database: StoreDatabase;
  readonly #locks: RunLocks;
  readonly #claims: Claims;
  readonly #runs: RunsTable;
  readonly #attempts: AttemptsTable;
  readonly #events: EventsTable;
  readonly #modelCalls: ModelCallsTable;
  readonly #artifacts: ArtifactsTable;
  readonly #heads: HeadsTable;
  readonly #search: SearchIndex;

  constructor(database: StoreDatabase, files: StoreFiles) {
    const contents = new Contents(database.connection, new ContentFiles(files.contents));
    this.#database = database;
    this.#locks = new RunLocks(files.locks, database.sqlite);
    this.#claims = new Claims(database.connection, this.#locks);
    this.#runs = new RunsTable(database.connection);
    this.#attempts = new AttemptsTable(database.connection, contents);
    this.#events = new EventsTable(database.connection, contents);
    this.#modelCalls = new ModelCallsTable(
      database.connection,
      contents,
      new RequestItemsTable(database.connection, contents),
    );
    this.#artifacts = new ArtifactsTable(database.connection, contents);
    this.#heads = new HeadsTable(database.connection);
    this.#search = new SearchIndex(database.connection);
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
      if (!this.#runs.insert(run)) return false;
      this.#search.add(run.id, run.config.prompt ?? "");
      this.#markEnd(run.id, run.status);
      return true;
    });
    if (!isNew) throw runExists(run.id);
  }

  async updateRun(runId: string, update: RunUpdate): Promise<void> {
    const ends = update.endedAt !== undefined || (update.status !== undefined && update.status !== "running");
    const place = { table: "runs", runId };
    const work = (): void => {
      const run = this.#runs.update(runId, update);
      if (run === null) throw missingRun(runId);
      this.#markEnd(runId, run.status);
    };
    if (ends) this.#database.writeDurably(place, work);
    else this.#database.write(place, work);
  }

  async appendEvent(runId: string, at: string, event: RunEvent): Promise<StoredEvent> {
    const place = { table: "events", runId };
    const prepared = this.#database.prepare(place, () => this.#events.prepare(at, event));
    const atOnce = this.#database.writeOne(place, () => this.#events.tryAppend(runId, at, prepared));
    return atOnce ?? this.#database.write(place, () => this.#events.append(runId, at, prepared));
  }

  async beginAttempt(runId: string, attempt: NewAttempt): Promise<void> {
    const place = { table: "attempts", runId };
    const prepared = this.#database.prepare(place, () => this.#attempts.prepareBegin(attempt));
    const begun = this.#database.write(place, () => this.#attempts.begin(runId, prepared));
    if (!begun) throw attemptEnded(runId, attempt);
  }

  async endAttempt(
    runId: string,
    position: { readonly stage: string; readonly attempt: number },
    end: AttemptEnd,
  ): Promise<void> {
    const place = { table: "attempts", runId };
    const prepared = this.#database.prepare(place, () => this.#attempts.prepareEnd(position, end));
    const ended = this.#database.write(place, () => {
      if (!this.#attempts.end(runId, prepared)) return false;
      this.#search.add(runId, searchableText(end.output));
      return true;
    });
    if (!ended) throw this.#unlessMissing(runId, attemptNotRunning(runId, position));
  }

  async beginModelCall(runId: string, request: ModelCallRequest): Promise<void> {
    const place = { table: "model_calls", runId };
    const prepared = this.#database.prepare(place, () => this.#modelCalls.prepareBegin(runId, request));
    const begun = this.#database.write(place, () => this.#modelCalls.begin(runId, prepared));
    if (!begun) throw callAnswered(runId, request.position);
  }

  async answerModelCall(runId: string, position: CallPosition, answer: ModelCallAnswer): Promise<void> {
    const place = { table: "model_calls", runId };
    const prepared = this.#database.prepare(place, () => this.#modelCalls.prepareAnswer(position, answer));
    const ended = this.#database.writeDurably(place, () => this.#modelCalls.end(runId, prepared));
    if (!ended) throw this.#unlessMissing(runId, callNotWaiting(runId, position));
  }

  async failModelCall(runId: string, position: CallPosition, failure: ModelCallFailure): Promise<void> {
    const place = { table: "model_calls", runId };
    const prepared = this.#database.prepare(place, () => this.#modelCalls.prepareFailure(position, failure));
    const ended = this.#database.write(place, () => this.#modelCalls.end(runId, prepared));
    if (!ended) throw this.#unlessMissing(runId, callNotWaiting(runId, position));
  }

  async putArtifact(runId: string, artifact: NewArtifact): Promise<ArtifactRecord> {
    const place = { table: "artifacts", runId };
    const prepared = this.#database.prepare(place, () => this.#artifacts.prepare(artifact));
    return this.#database.write(place, () => this.#artifacts.put(runId, prepared));
  }

  async readArtifact(runId: string, name: string): Promise<Uint8Array | null> {
    return this.#readOf("artifacts", runId, () => this.#artifacts.readContent(runId, name));
  }

  async readRun(runId: string): Promise<RunRecord | null> {
    const run = this.#database.read({ table: "runs", runId }, () => this.#runs.read(runId));
    return run === null ? null : presentRun(run, this.#isHeld);
  }

  async listRuns(filter: RunFilter = {}): Promise<readonly RunSummary[]> {
    return this.#database.read({ table: "runs", runId: null }, () =>
      listPresentRuns((stored) => this.#runs.list(stored), filter, this.#isHeld),
    );
  }

  async readEvents(runId: string, afterSequence = 0): Promise<readonly StoredEvent[]> {
    return this.#readOf("events", runId, () => this.#events.read(runId, afterSequence));
  }

  async readAttempts(runId: string): Promise<readonly AttemptRecord[]> {
    return this.#readOf("attempts", runId, () => this.#attempts.read(runId));
  }

  async readModelCalls(runId: string): Promise<readonly ModelCall[]> {
    return this.#readOf("model_calls", runId, () => this.#modelCalls.read(runId));
  }

  async listArtifacts(runId: string): Promise<readonly ArtifactRecord[]> {
    return this.#readOf("artifacts", runId, () => this.#artifacts.list(runId));
  }

  async exportRun(runId: string): Promise<Readonly<Record<string, readonly JsonValue[]>>> {
    return this.#database.read({ table: "runs", runId }, () => {
      const run = this.#runs.read(runId);
      if (run === null) throw missingRun(runId);
      return exportTables({
        run: presentRun(run, this.#isHeld),
        attempts: this.#attempts.read(runId),
        events: this.#events.readChained(runId),
        modelCalls: this.#modelCalls.read(runId),
        artifacts: this.#artifacts.list(runId),
      });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#database.connection.open) return;
    for (const runId of this.#locks.held()) this.#release(runId);
    this.#database.close();
  }

  readonly #isHeld = (runId: string): boolean => this.#locks.isHeld(runId);

  #readOf<T>(table: string, runId: string, work: () => T): T {
    return this.#database.read({ table, runId }, () => {
      if (!this.#runs.exists(runId)) throw missingRun(runId);
      return work();
    });
  }

  /** Keeps where the log ends of a run that no longer runs. */
  #markEnd(runId: string, status: RunStatus): void {
    if (status === "running") this.#heads.delete(runId);
    else this.#heads.put(runId, this.#events.readEnd(runId));
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
    const exists = this.#database.read({ table: "runs", runId }, () => this.#runs.exists(runId));
    return exists ? error : missingRun(runId);
  }
}
