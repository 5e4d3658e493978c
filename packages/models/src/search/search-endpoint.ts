import type { KimiError, Redactor } from "@kimi/contracts";
import type OpenAI from "openai";
import type { Sleep } from "../transport/retry-call.ts";

/** The way to the provider's vector stores. */
export interface SearchEndpoint {
  /** Repeats what fails in passing by itself: these requests cost nothing. */
  readonly client: OpenAI;
  readonly redactor: Redactor;
  readonly sleep: Sleep;
  /** What an error of the client means. */
  readonly describe: (error: unknown) => KimiError;
}
