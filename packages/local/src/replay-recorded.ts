import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  KimiError,
  type ModelGateway,
  type RunRecord,
  type RunStore,
  type StoredEvent,
} from "@kimi/contracts";
import { createRedactor } from "@kimi/guardrails";
import { createRecordingGateway, toRecording } from "@kimi/models";
import { replayRun, type ReplayOptions, type ReplayReport } from "@kimi/orchestrator";
import { openRunStore } from "@kimi/run-store";
import { createSandboxManager } from "@kimi/sandbox";
import { readCapabilities } from "./read-capabilities.ts";
import { createReplayClock } from "./runtime/replay-clock.ts";
import { createSeededRandom } from "./runtime/seeded-random.ts";
import type { SharedPorts } from "./start-run.ts";

/** How a recorded run is replayed. */
export interface LocalReplayOptions extends ReplayOptions {
  /** Ends the replay. */
  readonly signal?: AbortSignal;
  /** Sees each event of the replay. Must not throw. */
  readonly onEvent?: (event: StoredEvent) => void;
}

/** Lets a recorded run happen again, with a store of its own that is gone afterwards. */
export async function replayRecorded(
  { home, ...shared }: SharedPorts,
  runId: string,
  options: LocalReplayOptions = {},
): Promise<ReplayReport> {
  const { store, environment } = shared;
  const run = await store.readRun(runId);
  if (run === null) throw new KimiError("usage", `There is no run ${runId}.`);
  const folder = await mkdtemp(join(tmpdir(), "kimi-replay-"));
  try {
    await using scratch = await openRunStore({ home: folder });
    const clock = createReplayClock(new Date(run.startedAt));
    const redactor = createRedactor({ environment });
    await using models = await openRecorded(store, run, redactor);
    const workspaces = createSandboxManager({ home, environment });
    const random = createSeededRandom(run.config.seed ?? 0);
    const ports = { ...shared, scratch, models, workspaces, redactor, clock, random };
    return await replayRun(ports, runId, options, {
      signal: options.signal ?? new AbortController().signal,
      onStored: options.onEvent ?? (() => {}),
      onText: () => {},
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The recorded answers, behind what says of itself that it is the recorded endpoint. */
async function openRecorded(
  store: RunStore,
  run: RunRecord,
  redactor: ReturnType<typeof createRedactor>,
): Promise<ModelGateway> {
  const calls = await store.readModelCalls(run.id);
  const header = { origin: "recorded", seed: run.config.seed, startedAt: run.startedAt, note: null } as const;
  const capabilities = await readCapabilities(store, run.id);
  const gateway = createRecordingGateway(toRecording(calls, header), {
    redactor,
    ...(capabilities === null ? {} : { capabilities }),
  });
  const uploaded = (await store.readEvents(run.id)).find(({ event }) => event.type === "upload-created");
  const vectorStoreId = uploaded?.event.type === "upload-created" ? uploaded.event.vectorStoreId : "vs_none";
  return {
    ...gateway,
    endpoint: run.endpoint,
    uploadForSearch: () => Promise.resolve({ vectorStoreId, [Symbol.asyncDispose]: () => Promise.resolve() }),
  };
}
