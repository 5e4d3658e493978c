import type { RunStore } from "@kimi/contracts";
import { sampleAnswer, sampleHandoff, sampleRequest, sampleRun } from "../../src/testing/sample-run.ts";

const at = "2026-11-01T10:00:01.000Z";

/** Something of everything, in two runs. */
export async function recordSample(store: RunStore): Promise<void> {
  await store.createRun(sampleRun("run-1"));
  await store.createRun(sampleRun("run-2", { status: "paused", resumable: true }));
  const attempt = { stage: "coding", attempt: 1, stageIndex: 1, role: "coding", startedAt: at };
  await store.beginAttempt("run-1", { ...attempt, input: sampleHandoff });
  for (const message of ["one", "two"]) await store.appendEvent("run-1", at, { type: "note", message });
  for (const turn of [1, 2]) await store.beginModelCall("run-1", sampleRequest(turn));
  await store.answerModelCall("run-1", sampleRequest(1).position, sampleAnswer);
  const failure = { code: "endpoint-unavailable", message: "cut", possiblyBilled: true };
  await store.failModelCall("run-1", sampleRequest(2).position, failure);
  const artifact = { name: "a.txt", mediaType: "text/plain", producer: { stage: "coding", attempt: 1 } };
  await store.putArtifact("run-1", { ...artifact, content: "content" });
  const end = {
    endedAt: at,
    outcome: "submitted",
    output: { summary: "A café opens" },
    reason: null,
  } as const;
  await store.endAttempt("run-1", attempt, end);
  await store.updateRun("run-1", { status: "succeeded", endedAt: at, applied: true });
}
