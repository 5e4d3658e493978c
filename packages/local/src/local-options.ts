import type { Clock, ModelGateway, ModelPrices, Persona, Recording, Redactor } from "@kimi/contracts";

/** How the standard wiring is to be done. Everything has a default. */
export interface LocalOptions {
  /** Where runs and snapshots are kept. @default `KIMI_AGENT_HOME`, or `~/.kimi_agent` */
  readonly home?: string;
  /** In the order of the stages. @default the four personas of `@kimi/personas` */
  readonly personas?: readonly Persona[];
  /** @default `OPENAI_BASE_URL`; else where a run was that is taken up again or forked, and OpenAI itself for a new one */
  readonly baseUrl?: string;
  /** Never from a command line. @default `OPENAI_API_KEY` */
  readonly apiKey?: string;
  /** @default what a run was asked in at that endpoint; else Responses for OpenAI, Chat Completions elsewhere */
  readonly api?: "responses" | "chat-completions";
  /** What models cost, in USD for a million tokens, by name; stronger than what is known. @default none */
  readonly prices?: ModelPrices;
  /** Answers to replay instead of asking an endpoint: a recording, or the text of one with the name of its source. */
  readonly recording?: Recording | { readonly text: string; readonly path: string };
  /** A model gateway of one's own instead of an endpoint; made anew for each run. */
  readonly models?: (ports: { readonly redactor: Redactor; readonly clock: Clock }) => ModelGateway;
  /** @default `process.env` */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where relative paths start. @default `process.cwd()` */
  readonly workingDirectory?: string;
  /** Name and version for the record. @default `@kimi/local` and its version */
  readonly program?: string;
}
