import { exitCodes, type Ledger, type RunResult, type RunUpdate } from "@kimi/contracts";
import { offerFileSearch } from "./accept/offer-file-search.ts";
import { prepareGround, reopenGround } from "./accept/prepare-ground.ts";
import { LedgerBook } from "./budget/ledger-book.ts";
import { applyVerdict } from "./finish/apply-verdict.ts";
import { deliver } from "./finish/deliver.ts";
import { putBack } from "./finish/put-back.ts";
import { recordEnd, settleRun } from "./finish/record-end.ts";
import { endOfError, type RunEnd } from "./finish/run-end.ts";
import { writeProof } from "./finish/write-proof.ts";
import { runPipeline } from "./pipeline/run-pipeline.ts";
import {
  pipelineStart,
  restoreCheckpoint,
  type Checkpoint,
  type PipelinePosition,
} from "./resume/checkpoint.ts";
import { countCalls } from "./resume/count-calls.ts";
import { settleEnding } from "./resume/settle-ending.ts";
import { RunSession, type AcceptedRun } from "./run-session.ts";

/**
 * One accepted run: baseline, stages, verdict, apply, deliverables. Whatever goes wrong becomes the run's end;
 * the target is then what it was. A checkpoint to begin at is one that another run left.
 */
export async function orchestrate(run: AcceptedRun, start: Checkpoint | null = null): Promise<RunResult> {
  const book = new LedgerBook();
  return carryOut(run, book, async () => {
    const session = new RunSession(run, await prepareGround(run), book);
    if (start !== null) await restoreCheckpoint(session, start);
    return { session, position: start?.position ?? pipelineStart };
  });
}

/** The same for a run that is taken up again: from its checkpoint, or from its start when it has none. */
export async function resume(run: AcceptedRun, checkpoint: Checkpoint | null): Promise<RunResult> {
  const { store } = run.ports;
  const recorded = {
    events: await store.readEvents(run.runId),
    calls: await store.readModelCalls(run.runId),
  };
  const book = countCalls(recorded, run.ports.models);
  await store.updateRun(run.runId, { ledger: book.ledger });
  return carryOut(run, book, async () => {
    const session = new RunSession(run, await reopenGround(run, checkpoint?.snapshotId ?? null), book);
    if (checkpoint === null) return { session, position: pipelineStart };
    await restoreCheckpoint(session, checkpoint);
    await settleEnding(session, checkpoint);
    return { session, position: checkpoint.position };
  });
}

/** A session that is ready to work, and where it begins. */
interface PreparedSession {
  readonly session: RunSession;
  readonly position: PipelinePosition;
}

async function carryOut(
  run: AcceptedRun,
  book: LedgerBook,
  prepare: () => Promise<PreparedSession>,
): Promise<RunResult> {
  let session: RunSession | null = null;
  let end: RunEnd | null = null;
  try {
    const prepared = await prepare();
    session = prepared.session;
    await using _tree = session.ground.tree;
    end = await runStages(session, prepared.position);
  } catch (error) {
    // A tree that could not be deleted is deleted by a later start: what the run came to stands all the same.
    end ??= endOfError(error);
  }
  const closed = await close(run, withoutSecrets(end, run), book.ledger);
  const {
    requirements = [],
    requirementChanges: changes = null,
    report = null,
    candidate = null,
    documentation = null,
    applied = false,
  } = session ?? {};
  return {
    runId: run.runId,
    ...closed.end,
    exitCode: exitCodes[closed.end.status],
    requirements,
    ...(changes === null ? {} : { requirementChanges: changes }),
    report,
    changeSet: candidate?.changeSet ?? null,
    applied,
    documentation,
    ledger: book.ledger,
    elapsedMs: run.ports.clock.elapsedMs() - run.startedMs,
    deliverablesFolder: closed.folder,
  };
}

function withoutSecrets(end: RunEnd, { ports }: AcceptedRun): RunEnd {
  return { ...end, reason: ports.redactor.redact(end.reason).text };
}

/** The pipeline and what its verdict means for the target. Does not throw. */
async function runStages(session: RunSession, from: PipelinePosition): Promise<RunEnd> {
  const end = await workAndApply(session, from);
  return session.applied ? end : putBack(session, end);
}

async function workAndApply(session: RunSession, from: PipelinePosition): Promise<RunEnd> {
  try {
    await using _upload = await offerFileSearch(session);
    await runPipeline(session, from);
    await writeProof(session);
    return await applyVerdict(session);
  } catch (error) {
    const end = endOfError(error);
    return session.applied ? { ...end, reason: `The result is in the project, but: ${end.reason}` } : end;
  }
}

/** What is said of a run that was closed, and where its deliverables are. */
interface ClosedRun {
  readonly end: RunEnd;
  readonly folder: string | null;
}

/** A store or disk that fails at the very end changes what is said of the run, never the tree. */
async function close(run: AcceptedRun, end: RunEnd, ledger: Ledger): Promise<ClosedRun> {
  try {
    const ended = await recordEnd(run, end, ledger);
    const closed = await tryDeliver(run, end, ended);
    await settleRun(run, ended);
    return closed;
  } catch (error) {
    const why = endOfError(error).reason;
    const reason = why === end.reason ? why : `${end.reason} The record of it could not be completed: ${why}`;
    return { end: { status: "errored", reason, resumable: end.resumable }, folder: null };
  }
}

/** The verdict does not hang on these files: they are a projection of the store. */
async function tryDeliver(run: AcceptedRun, end: RunEnd, ended: RunUpdate): Promise<ClosedRun> {
  try {
    return { end, folder: await deliver(run, ended) };
  } catch (error) {
    const reason = `${end.reason} The deliverables could not be written: ${endOfError(error).reason}`;
    return { end: { ...end, reason }, folder: null };
  }
}
