import { KimiError, type RunStore } from "@kimi/contracts";
import { findEndpoint, type RecordedEndpoint } from "@kimi/orchestrator";
import type { LocalOptions } from "./local-options.ts";
import type { RunAnswers } from "./start-run.ts";

/**
 * Where the model of a recorded run is asked when it goes on: where the options or the environment say, else where it
 * was. A key alone says nothing of that: what a run told one endpoint is not told another one by default.
 * @throws KimiError `usage` when neither says where, and the run was at no address either.
 */
export async function goOnAt(
  store: Pick<RunStore, "readRun" | "readEvents">,
  answers: RunAnswers,
  runId: string,
): Promise<RunAnswers> {
  const { options, recording } = answers;
  if (options.models !== undefined || recording !== null) return answers;
  const run = await store.readRun(runId);
  if (run === null) return answers;
  const before = findEndpoint(await store.readEvents(runId)) ?? { endpoint: run.endpoint, api: null };
  const named = options.baseUrl || (options.environment ?? process.env)["OPENAI_BASE_URL"];
  if (!named && !isAddress(before.endpoint)) {
    throw new KimiError(
      "usage",
      `Run ${runId} has its answers so far from no endpoint (${before.endpoint}), so it must be said where to get more: --replay FILE for recorded ones, or --base-url URL (https://api.openai.com/v1 for OpenAI).`,
    );
  }
  const baseUrl = named || before.endpoint;
  return { ...answers, options: { ...options, baseUrl, ...inSameApi(options, before, baseUrl) } };
}

/** The same endpoint is asked in the same API, unless the options say in which. */
function inSameApi(
  { api }: LocalOptions,
  before: RecordedEndpoint,
  baseUrl: string,
): Pick<LocalOptions, "api"> {
  if (api !== undefined || before.api === null || before.api === "recording") return {};
  return plain(baseUrl) === plain(before.endpoint) ? { api: before.api } : {};
}

function isAddress(endpoint: string): boolean {
  return /^https?:\/\//.test(endpoint);
}

/** As the record has an address. */
function plain(address: string): string {
  return (URL.parse(address)?.href ?? address).replace(/\/+$/, "");
}
