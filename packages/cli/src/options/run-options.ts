import { reasoningEffortSchema, sandboxModeSchema } from "@kimi/contracts";
import type { Argv, InferredOptionTypes, Options } from "yargs";

const amount = (describe: string) => ({ type: "number", describe, requiresArg: true }) as const;

/** Every option of `kimi-agent run`; what stands in the environment or in a default is said in the description. */
const runOptions = {
  "input-docs": {
    type: "string",
    array: true,
    default: [] as string[],
    requiresArg: true,
    group: "What is wanted:",
    describe: "requirement documents (.md, .markdown, .json), relative to the current directory",
  },
  prompt: {
    type: "string",
    requiresArg: true,
    group: "What is wanted:",
    describe: "what is wanted, in words; alone or besides documents",
  },
  accept: {
    type: "string",
    array: true,
    default: [] as string[],
    requiresArg: true,
    group: "What is wanted:",
    describe: "criteria to waive, for example REQ-3.2: shown as accepted, never as proven",
  },
  model: {
    type: "string",
    requiresArg: true,
    group: "Model:",
    describe: "model name [KIMI_AGENT_MODEL, gpt-5.0]",
  },
  "base-url": {
    type: "string",
    requiresArg: true,
    group: "Model:",
    describe: "an OpenAI-compatible endpoint, for example http://localhost:11434/v1 [OPENAI_BASE_URL]",
  },
  api: {
    type: "string",
    choices: ["responses", "chat-completions"] as const,
    group: "Model:",
    describe: "how to talk to the endpoint (default: responses for OpenAI, chat-completions elsewhere)",
  },
  "reasoning-effort": {
    type: "string",
    choices: reasoningEffortSchema.options,
    default: "medium" as const,
    group: "Model:",
  },
  "enable-code-interpreter": {
    type: "boolean",
    group: "Model:",
    describe: "the provider's code interpreter (default: on where the endpoint has it)",
  },
  "enable-web-search": { type: "boolean", group: "Model:", describe: "the provider's web search" },
  "enable-file-search": {
    type: "boolean",
    group: "Model:",
    describe: "upload the project's text files, secrets replaced, for the provider's file search",
  },
  "max-cost-usd": { ...amount("pause before this much is spent"), group: "Limits:" },
  prices: {
    type: "string",
    requiresArg: true,
    group: "Limits:",
    describe: "JSON file: model name → inputUsd, cachedInputUsd, outputUsd for a million tokens",
  },
  "max-tokens": { ...amount("pause before this many tokens are used"), group: "Limits:" },
  "max-turns": { ...amount("model requests in one attempt"), default: 40, group: "Limits:" },
  "max-minutes": { ...amount("wall time of the run"), default: 60, group: "Limits:" },
  "max-attempts": {
    ...amount("tries at coding and testing, the first included"),
    default: 3,
    group: "Limits:",
  },
  sandbox: {
    type: "string",
    choices: sandboxModeSchema.options,
    default: "require" as const,
    group: "Safety:",
    describe: "confine commands: refuse to run without, where possible, or not at all",
  },
  network: {
    type: "string",
    choices: ["none", "host"] as const,
    default: "none" as const,
    group: "Safety:",
    describe: "network of the commands that personas run",
  },
  env: {
    type: "string",
    array: true,
    default: [] as string[],
    requiresArg: true,
    group: "Safety:",
    describe: "names of environment variables that commands may see",
  },
  "in-place": {
    type: "boolean",
    default: false,
    group: "Safety:",
    describe: "work in the project itself; restored on failure",
  },
  "allow-install": {
    type: "boolean",
    default: false,
    group: "Safety:",
    describe: "install dependencies that the run adds (the only step with network)",
  },
  licence: {
    type: "string",
    array: true,
    default: [] as string[],
    requiresArg: true,
    group: "Safety:",
    describe: "SPDX ids that added dependencies may have besides MIT, Apache-2.0, BSD and ISC",
  },
  "write-docs": {
    type: "boolean",
    default: false,
    group: "Output:",
    describe: "put README.md and docs/requirements.md into the project",
  },
  json: {
    type: "boolean",
    default: false,
    group: "Output:",
    describe: "one event a line on stdout, the verdict last",
  },
  record: {
    type: "string",
    requiresArg: true,
    group: "Replay:",
    describe: "write the model's answers to this file",
  },
  replay: {
    type: "string",
    requiresArg: true,
    group: "Replay:",
    describe: "take the model's answers from this file; no endpoint is asked",
  },
  seed: { ...amount("makes ids and choices repeatable"), group: "Replay:" },
} as const satisfies Record<string, Options>;

/** The arguments of `kimi-agent run` as yargs gives them. */
export type RunArguments = InferredOptionTypes<typeof runOptions> & { readonly target: string };

/** Declares the target and the options. */
export function declareRunOptions(command: Argv): Argv<RunArguments> {
  return command
    .positional("target", { type: "string", demandOption: true, describe: "the project to work on" })
    .options(runOptions)
    .check((args) => {
      for (const [name, value] of Object.entries(args)) {
        if (typeof value === "number" && Number.isNaN(value)) throw new Error(`--${name} takes a number.`);
        const declared = Object.entries(runOptions).find(([option]) => option === name)?.[1];
        if (declared !== undefined && !("array" in declared) && Array.isArray(value)) {
          throw new Error(`--${name} was given ${value.length} times; it takes one value.`);
        }
      }
      return true;
    });
}
