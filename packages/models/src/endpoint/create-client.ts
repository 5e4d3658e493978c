import OpenAI from "openai";
import type { Endpoint } from "./resolve-endpoint.ts";

/** How requests travel. */
export interface ClientOptions {
  readonly fetch: typeof fetch;
  /** How long to wait for the head of a response. */
  readonly responseTimeoutMs: number;
}

/**
 * The one `openai` client of a gateway. It takes nothing from the environment but what {@link Endpoint} says, except
 * OpenAI's own account selection (`OPENAI_ORG_ID`, `OPENAI_PROJECT_ID`), and that only for OpenAI itself.
 * It does not retry: that is done in one place, where the run can see it.
 */
export function createClient(endpoint: Endpoint, options: ClientOptions): OpenAI {
  return new OpenAI({
    // The client insists on a key; where there is none, no header is sent.
    apiKey: endpoint.apiKey ?? "none",
    ...(endpoint.apiKey === null ? { defaultHeaders: { Authorization: null } } : {}),
    baseURL: endpoint.baseUrl,
    adminAPIKey: null,
    webhookSecret: null,
    ...(endpoint.official ? {} : { organization: null, project: null }),
    maxRetries: 0,
    timeout: options.responseTimeoutMs,
    fetch: options.fetch,
    logLevel: "off",
  });
}
