import { join } from "node:path";
import type { RunStore } from "@kimi/contracts";
import Database from "better-sqlite3";
import { openRunStore } from "../../src/index.ts";
import { sampleAnswer, sampleHandoff, sampleRequest, sampleRun } from "../../src/testing/sample-run.ts";
import { newHome } from "./scratch.ts";

const at = "2026-11-01T10:00:01.000Z";

/** A store with one row of everything in `run-1`, after somebody else has run `sql` on it. */
export async function damagedBy(sql: string): Promise<{ readonly home: string; readonly store: RunStore }> {
  const home = newHome();
  const store = await openRunStore({ home });
  await store.createRun(sampleRun("run-1", { status: "failed" }));
  for (const message of ["one", "two", "three"])
    await store.appendEvent("run-1", at, { type: "note", message });
  const attempt = {
    stage: "coding",
    attempt: 1,
    stageIndex: 1,
    role: "coding",
    startedAt: at,
    input: sampleHandoff,
  };
  await store.beginAttempt("run-1", attempt);
  await store.beginModelCall("run-1", sampleRequest(1));
  await store.answerModelCall("run-1", sampleRequest(1).position, sampleAnswer);
  const artifact = { mediaType: "text/plain", producer: null };
  await store.putArtifact("run-1", { ...artifact, name: "short", content: "short" });
  await store.putArtifact("run-1", { ...artifact, name: "long", content: "x".repeat(200_000) });
  const raw = new Database(join(home, "runs.db"));
  raw.pragma("foreign_keys = OFF");
  raw.exec(sql);
  raw.close();
  return { home, store };
}
