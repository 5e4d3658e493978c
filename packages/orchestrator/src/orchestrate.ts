import { exitCodes, type Ledger, type RunResult } from "@kimi/contracts";
import { offerFileSearch } from "./accept/offer-file-search.ts";
import { prepareGround } from "./accept/prepare-ground.ts";
import { LedgerBook } from "./budget/ledger-book.ts";
import { applyVerdict } from "./finish/apply-verdict.ts";
import { deliver } from "./finish/deliver.ts";
import { putBack } from "./finish/put-back.ts";
import { recordEnd } from "./finish/record-end.ts";
import { endOfError, type RunEnd } from "./finish/run-end.ts";
import { writeProof } from "./finish/write-proof.ts";
import { runPipeline } from "./pipeline/run-pipeline.ts";
import { RunSession, type AcceptedRun } from "./run-session.ts";

/**
 * One accepted run: baseline, stages, verdict, apply, deliverables. Whatever goes wrong becomes the run's end;
 * the target is then what it was.
 */
export async function orchestrate(run: AcceptedRun): Promise<RunResult> {
  const book = new LedgerBook();
  let session: RunSession | null = null;
  let end: RunEnd | null = null;
  try {
    const ground = await prepareGround(run);
    await using _tree = ground.tree;
    session = new RunSession(run, ground, book);
    end = await runStages(session);
  } catch (error) {
    // A tree that could not be deleted is deleted by a later start: what the run came to stands all the same.
    end ??= endOfError(error);
  }
  const closed = await close(run, withoutSecrets(end, run), book.ledger);
  const {
    requirements = [],
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
async function runStages(session: RunSession): Promise<RunEnd> {
  const end = await workAndApply(session);
  return session.applied ? end : putBack(session, end);
}

async function workAndApply(session: RunSession): Promise<RunEnd> {
  try {
    await using _upload = await offerFileSearch(session);
    await runPipeline(session);
    await writeProof(session);
    return await applyVerdict(session);
  } catch (error) {
    const end = endOfError(error);
    return session.applied ? { ...end, reason: `The result is in the project, but: ${end.reason}` } : end;
  }
}

/** A store or disk that fails at the very end changes what is said of the run, never the tree. */
async function close(
  run: AcceptedRun,
  end: RunEnd,
  ledger: Ledger,
): Promise<{ readonly end: RunEnd; readonly folder: string | null }> {
  try {
    await recordEnd(run, end, ledger);
  } catch (error) {
    const reason = `${end.reason} The record of it could not be completed: ${endOfError(error).reason}`;
    return { end: { status: "errored", reason, resumable: end.resumable }, folder: null };
  }
  try {
    return { end, folder: await deliver(run) };
  } catch (error) {
    // The end is recorded, and the verdict does not hang on these files: they are a projection of the store.
    const reason = `${end.reason} The deliverables could not be written: ${endOfError(error).reason}`;
    return { end: { ...end, reason }, folder: null };
  }
}
