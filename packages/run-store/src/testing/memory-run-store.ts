import { hash as digest } from "node:crypto";
import {
  artifactRecordSchema,
  attemptRecordSchema,
  type CallPosition,
  jsonValueSchema,
  type ModelCall,
  modelCallSchema,
  type RunFilter,
  runRecordSchema,
  type RunStore,
  storedEventSchema,
} from "@kimi/contracts";
import { attemptEnded, attemptNotRunning, callAnswered, callNotWaiting, runExists } from "../call-errors.ts";
import { runBusy, targetBusy } from "../claims/claims.ts";
import { listPresentRuns } from "../claims/list-present-runs.ts";
import { runClaim } from "../claims/run-claim.ts";
import { presentRun } from "../claims/present-run.ts";
import { missingRun } from "../database/translate-error.ts";
import { requireWritable } from "../database/require-writable.ts";
import { restoreJson } from "../database/restore-json.ts";
import { exportTables } from "../export/export-tables.ts";
import { chainHash, chainStart } from "../tables/chain-hash.ts";
import { auditMemoryRun } from "./audit-memory-run.ts";
import { fitsFilter, summarize } from "./fits-filter.ts";
import { compareText, rowsOf } from "./memory-rows.ts";
import type { MemoryRun } from "./memory-run.ts";

/** A {@link RunStore} that forgets everything with the process: for tests. It passes the same contract as the real one. */
export function createMemoryRunStore(): RunStore {
  const runs = new Map<string, MemoryRun>();
  /** Run id by target path. */
  const claims = new Map<string, string>();

  const isHeld = (runId: string): boolean => [...claims.values()].includes(runId);
  const find = (runId: string): MemoryRun => {
    const run = runs.get(runId);
    if (run === undefined) throw missingRun(runId);
    return run;
  };

  return {
    ...claiming(claims, isHeld),
    ...recording(find),
    async createRun(run) {
      const record = requireWritable(runRecordSchema, "a run", run);
      if (runs.has(run.id)) throw runExists(run.id);
      runs.set(run.id, {
        record,
        events: [],
        attempts: new Map(),
        modelCalls: new Map(),
        artifacts: new Map(),
      });
    },
    async updateRun(runId, update) {
      const run = find(runId);
      run.record = requireWritable(runRecordSchema, "a run", { ...run.record, ...update });
    },
    async readRun(runId) {
      const run = runs.get(runId);
      return run === undefined ? null : presentRun(run.record, isHeld);
    },
    async listRuns(filter = {}) {
      const newestFirst = [...runs.values()].toSorted(
        ({ record: a }, { record: b }) => compareText(b.startedAt, a.startedAt) || compareText(b.id, a.id),
      );
      const source = (stored: Omit<RunFilter, "limit">) =>
        newestFirst.filter((run) => fitsFilter(run, stored)).map(({ record }) => summarize(record));
      return listPresentRuns(source, filter, isHeld);
    },
    readArtifact: async (runId, name) => find(runId).artifacts.get(name)?.content.slice() ?? null,
    readEvents: async (runId, afterSequence = 0) =>
      rowsOf(find(runId))
        .events.map(({ stored }) => stored)
        .filter(({ sequence }) => sequence > afterSequence),
    readAttempts: async (runId) => rowsOf(find(runId)).attempts,
    readModelCalls: async (runId) => rowsOf(find(runId)).modelCalls,
    listArtifacts: async (runId) => rowsOf(find(runId)).artifacts,
    exportRun: async (runId) => {
      const run = find(runId);
      return exportTables({ ...rowsOf(run), run: presentRun(run.record, isHeld) });
    },
    auditRun: async (runId) => auditMemoryRun(runId, find(runId)),
    measureRuns: async () => new Map([...runs].map(([id, run]) => [id, JSON.stringify(rowsOf(run)).length])),
    async deleteRuns(runIds) {
      for (const runId of runIds) {
        const { targetPath } = find(runId).record;
        if (isHeld(runId)) throw runBusy(targetPath, runId);
        runs.delete(runId);
      }
    },
    async [Symbol.asyncDispose]() {
      claims.clear();
    },
  };
}

function claiming(claims: Map<string, string>, isHeld: (runId: string) => boolean): Pick<RunStore, "claim"> {
  return {
    async claim(runId, targetPath) {
      const holder = claims.get(targetPath);
      if (holder !== undefined && holder !== runId) throw targetBusy(targetPath, holder);
      if (isHeld(runId)) throw runBusy(targetPath, runId);
      claims.set(targetPath, runId);
      return runClaim(runId, () => claims.delete(targetPath));
    },
  };
}

type Recording = Pick<
  RunStore,
  | "appendEvent"
  | "beginAttempt"
  | "endAttempt"
  | "beginModelCall"
  | "answerModelCall"
  | "failModelCall"
  | "putArtifact"
>;

function recording(find: (runId: string) => MemoryRun): Recording {
  return {
    async appendEvent(runId, at, event) {
      const { events } = find(runId);
      const stored = requireWritable(storedEventSchema, "an event", {
        sequence: events.length + 1,
        at,
        event,
      });
      const previousHash = events.at(-1)?.hash ?? chainStart;
      const text = JSON.stringify(stored.event);
      const hash = chainHash(previousHash, { runId, sequence: stored.sequence, at, text });
      events.push({ stored, previousHash, hash });
      return stored;
    },
    async beginAttempt(runId, attempt) {
      const { attempts } = find(runId);
      const begun = { ...attempt, endedAt: null, outcome: "running" as const, output: null, reason: null };
      const checked = requireWritable(attemptRecordSchema, "an attempt", begun);
      const earlier = attempts.get(attemptKey(attempt));
      if (earlier !== undefined && earlier.outcome !== "running") throw attemptEnded(runId, attempt);
      attempts.set(attemptKey(attempt), checked);
    },
    async endAttempt(runId, position, end) {
      const { attempts } = find(runId);
      const running = attempts.get(attemptKey(position));
      if (running?.outcome !== "running") throw attemptNotRunning(runId, position);
      const ended = requireWritable(attemptRecordSchema, "the end of an attempt", { ...running, ...end });
      attempts.set(attemptKey(position), ended);
    },
    async beginModelCall(runId, request) {
      const { modelCalls } = find(runId);
      const key = callKey(request.position);
      const call = requireWritable(modelCallSchema, "a model request", {
        request,
        answer: null,
        failure: null,
      });
      if ((modelCalls.get(key)?.answer ?? null) !== null) throw callAnswered(runId, request.position);
      // Deleted first, so that a call made again counts as begun last.
      modelCalls.delete(key);
      // A copy, but not the schema's, which lacks fields called `__proto__`.
      const body = restoreJson(jsonValueSchema, JSON.stringify(request.body));
      modelCalls.set(key, { ...call, request: { ...call.request, body } });
    },
    answerModelCall: async (runId, position, answer) => endCall(find(runId), runId, position, { answer }),
    failModelCall: async (runId, position, failure) => endCall(find(runId), runId, position, { failure }),
    async putArtifact(runId, { content, ...artifact }) {
      const { artifacts } = find(runId);
      const bytes = Uint8Array.from(Buffer.from(content));
      const record = requireWritable(artifactRecordSchema, "an artifact", {
        ...artifact,
        hash: digest("sha256", bytes),
        bytes: bytes.length,
      });
      artifacts.set(record.name, { record, content: bytes });
      return record;
    },
  };
}

function endCall(
  { modelCalls }: MemoryRun,
  runId: string,
  position: CallPosition,
  end: Partial<Pick<ModelCall, "answer" | "failure">>,
): void {
  const call = modelCalls.get(callKey(position));
  if (call === undefined || call.answer !== null || call.failure !== null)
    throw callNotWaiting(runId, position);
  const ended = requireWritable(modelCallSchema, "the end of a model call", { ...call, ...end });
  modelCalls.set(callKey(position), { ...ended, request: call.request });
}

function attemptKey({ stage, attempt }: { readonly stage: string; readonly attempt: number }): string {
  return JSON.stringify([stage, attempt]);
}

function callKey({ stage, attempt, turn, call }: CallPosition): string {
  return JSON.stringify([stage, attempt, turn, call]);
}
