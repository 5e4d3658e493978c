import { KimiError } from "@kimi/contracts";
import type { Database } from "better-sqlite3";
import type { RunLocks } from "./run-lock.ts";

/**
 * Who works on which target. The table says which run claimed a target last, the run's lock whether it still does.
 * Claims are taken and given back within a write transaction of the store, so that no two processes do it at once.
 */
export class Claims {
  readonly #locks: RunLocks;
  readonly #select;
  readonly #upsert;
  readonly #delete;

  constructor(connection: Database, locks: RunLocks) {
    this.#locks = locks;
    this.#select = connection
      .prepare<[string], string>("SELECT run_id FROM claims WHERE target_path = ?")
      .pluck();
    this.#upsert = connection.prepare<[string, string]>(
      `INSERT INTO claims (target_path, run_id) VALUES (?, ?)
       ON CONFLICT (target_path) DO UPDATE SET run_id = excluded.run_id`,
    );
    this.#delete = connection.prepare<[string]>("DELETE FROM claims WHERE run_id = ?");
  }

  /** @throws KimiError `target-busy` while a live process works on the target or on the run. */
  take(runId: string, targetPath: string): void {
    const holder = this.#select.get(targetPath);
    if (holder !== undefined && holder !== runId && this.#locks.isHeld(holder))
      throw targetBusy(targetPath, holder);
    if (this.#locks.isHeld(runId)) throw runBusy(targetPath, runId);
    this.#upsert.run(targetPath, runId);
    this.#locks.take(runId);
  }

  release(runId: string): void {
    this.#delete.run(runId);
    this.#locks.release(runId);
  }
}

/** The error of a target that another run works on. */
export function targetBusy(targetPath: string, holder: string): KimiError {
  return new KimiError(
    "target-busy",
    `Run ${holder} is working on ${targetPath}; expected a target that no other run works on. ` +
      "Wait until it has ended, or stop it, and start again.",
    { retryable: true, details: { runId: holder, targetPath } },
  );
}

/** The error of a run that some process works on already. */
export function runBusy(targetPath: string, runId: string): KimiError {
  return new KimiError(
    "target-busy",
    `Run ${runId} is already being worked on by a live process; expected one that has stopped. ` +
      "Wait until that process has ended, or stop it, and try again.",
    { retryable: true, details: { runId, targetPath } },
  );
}
