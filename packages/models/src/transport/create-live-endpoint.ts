import type { Clock, ModelCapabilities, ModelPrices, Redactor } from "@kimi/contracts";
import type { AskModel } from "../calls/observed-model.ts";
import { createClient } from "../endpoint/create-client.ts";
import type { Endpoint } from "../endpoint/resolve-endpoint.ts";
import { createSearchUploads, type SearchUploads } from "../search/create-search-uploads.ts";
import { createAskEndpoint } from "./ask-endpoint.ts";
import { toCallError } from "./call-error.ts";
import { createPresenter } from "./create-presenter.ts";
import { describeError } from "./describe-error.ts";
import type { RetryLimits, Sleep } from "./retry-call.ts";
import { withoutRedirects } from "./without-redirects.ts";

/** What a live endpoint is made of. */
export interface LiveEndpointOptions {
  readonly endpoint: Endpoint;
  readonly capabilities: ModelCapabilities;
  readonly stream: boolean;
  readonly retries: RetryLimits;
  readonly responseTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly prices: ModelPrices;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly sleep: Sleep;
}

/** An endpoint, as far as it can be used: asked, and given files to search. */
export interface LiveEndpoint {
  readonly ask: AskModel;
  readonly uploads: SearchUploads;
}

/** Puts one `openai` client beneath calls and uploads. */
export function createLiveEndpoint(options: LiveEndpointOptions): LiveEndpoint {
  const { endpoint, capabilities, redactor, clock, sleep, retries } = options;
  const fetch = withoutRedirects(options.fetch);
  const client = createClient(endpoint, { fetch, responseTimeoutMs: options.responseTimeoutMs });
  const present = createPresenter(endpoint, redactor);
  const describe = (error: unknown) =>
    toCallError(describeError(error, { endpoint: endpoint.baseUrl, now: clock.now() }), present);
  return {
    ask: createAskEndpoint({ ...options, client, fetch, present }),
    // Uploads cost nothing, so the client may repeat them by itself.
    uploads: createSearchUploads(
      { client: client.withOptions({ maxRetries: retries.maxRetries }), redactor, sleep, describe },
      capabilities,
    ),
  };
}
