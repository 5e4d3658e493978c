import { reasoningEffortSchema, sandboxModeSchema } from "@kimi/contracts";
import type { Argv, InferredOptionTypes, Options } from "yargs";
import { keepOption } from "./keep-option.ts";
import { runPositional } from "./run-positional.ts";

const wanted = { group: "What is wanted:" } as const;
const model = { group: "Model:" } as const;
const limit = { group: "Limits:", type: "number", requiresArg: true } as const;
const safety = { group: "Safety:" } as const;
const output = { group: "Output:" } as const;
const replay = { group: "Replay:" } as const;

const text = { type: "string", requiresArg: true } as const;
const texts = { type: "string", array: true, default: [] as string[], requiresArg: true } as const;

/**
 * Every option of `kimi-agent run`. The help shows descriptions alone, so these say what there is to choose from, what
 * holds without the option, and which variable stands in for it.
 */
const runOptions = {
  "input-docs": {
    ...texts,
    ...wanted,
    describe: "requirement documents (.md, .markdown, .json), relative to the current directory",
  },
  prompt: { ...text, ...wanted, describe: "what is wanted, in words; alone or besides documents" },
  accept: {
    ...texts,
    ...wanted,
    describe: "criteria to waive, for example REQ-3.2: shown as accepted, never as proven",
  },
  model: { ...text, ...model, describe: "name of the model (default: KIMI_AGENT_MODEL, or gpt-5.0)" },
  "base-url": {
    ...text,
    ...model,
    describe: "another endpoint, for example http://localhost:11434/v1 (default: OPENAI_BASE_URL, or OpenAI)",
  },
  api: {
    ...text,
    ...model,
    choices: ["responses", "chat-completions"] as const,
    describe: "responses or chat-completions (default: responses for OpenAI, else chat-completions)",
  },
  "reasoning-effort": {
    ...text,
    ...model,
    choices: reasoningEffortSchema.options,
    default: "medium" as const,
    describe: `${reasoningEffortSchema.options.join(", ")} (default: medium)`,
  },
  "enable-code-interpreter": {
    ...model,
    type: "boolean",
    describe: "the provider's code interpreter (default: where the endpoint has it; --no-… turns it off)",
  },
  "enable-web-search": { ...model, type: "boolean", describe: "the provider's web search" },
  "enable-file-search": {
    ...model,
    type: "boolean",
    describe: "the provider's file search: uploads the project's text files, secrets replaced",
  },
  "max-cost-usd": { ...limit, describe: "pause before more than this is spent" },
  prices: {
    ...text,
    group: limit.group,
    describe: "JSON file: model name → inputUsd, cachedInputUsd, outputUsd for a million tokens",
  },
  "max-tokens": { ...limit, describe: "pause before more tokens than this are used" },
  "max-turns": { ...limit, default: 40, describe: "model requests in one attempt (default: 40)" },
  "max-minutes": { ...limit, default: 60, describe: "time of the whole run (default: 60)" },
  "max-attempts": {
    ...limit,
    default: 3,
    describe: "tries at coding and testing, the first included (default: 3)",
  },
  sandbox: {
    ...text,
    ...safety,
    choices: sandboxModeSchema.options,
    default: "require" as const,
    describe: "confine commands: require, prefer (where possible) or off (default: require)",
  },
  network: {
    ...text,
    ...safety,
    choices: ["none", "host"] as const,
    default: "none" as const,
    describe: "network of the commands that personas run: none or host (default: none)",
  },
  env: { ...texts, ...safety, describe: "names of environment variables that commands may see" },
  "in-place": {
    ...safety,
    type: "boolean",
    default: false,
    describe: "work in the project itself; restored on failure",
  },
  "allow-install": {
    ...safety,
    type: "boolean",
    default: false,
    describe: "install dependencies that the run adds (the only step with network)",
  },
  licence: {
    ...texts,
    ...safety,
    describe: "SPDX ids that added dependencies may have besides MIT, Apache-2.0, BSD and ISC",
  },
  "write-docs": {
    ...output,
    type: "boolean",
    default: false,
    describe: "put README.md and docs/requirements.md into the project",
  },
  json: {
    ...output,
    type: "boolean",
    default: false,
    describe: "one event a line on stdout, the verdict last",
  },
  record: { ...text, ...replay, describe: "write the model's answers to this new file" },
  replay: { ...text, ...replay, describe: "take the model's answers from this file; no endpoint is asked" },
  seed: { ...replay, type: "number", requiresArg: true, describe: "makes ids and choices repeatable" },
} as const satisfies Record<string, Options>;

/** Limits without a default: those of the run hold where none is given. */
const raisedLimits = {
  "max-cost-usd": runOptions["max-cost-usd"],
  "max-tokens": runOptions["max-tokens"],
  "max-turns": { ...limit, describe: "model requests in one attempt" },
  "max-minutes": { ...limit, describe: "time from now on" },
} as const;

/** Every option of `kimi-agent resume`. */
const resumeOptions = {
  from: {
    ...text,
    group: "Where to begin:",
    describe:
      "instead of going on: a new run of any run's record up to a stage, attempt, turn or verdict (coding, coding/2, coding/2/5, verdict/1; list shows them)",
  },
  "base-url": {
    ...runOptions["base-url"],
    describe: "another endpoint (default: OPENAI_BASE_URL, or where the run was)",
  },
  api: {
    ...runOptions.api,
    describe:
      "responses or chat-completions (default: as the run was asking there, else as in kimi-agent run)",
  },
  ...raisedLimits,
  prices: runOptions.prices,
  "rerun-commands": {
    ...safety,
    type: "boolean",
    default: false,
    describe: "run the command that was on its way again although it had network or ran unconfined",
  },
  json: runOptions.json,
  record: runOptions.record,
  replay: runOptions.replay,
} as const satisfies Record<string, Options>;

/** Names of the options that take several values. */
export const listOptions: ReadonlySet<string> = new Set(
  Object.entries({ ...runOptions, keep: keepOption }).flatMap(([name, option]) =>
    "array" in option ? [name] : [],
  ),
);

/** The arguments of `kimi-agent run` as yargs gives them. */
export type RunArguments = InferredOptionTypes<typeof runOptions> & { readonly target: string };

/** The arguments of `kimi-agent resume` as yargs gives them. */
export type ResumeArguments = InferredOptionTypes<typeof resumeOptions> & { readonly run: string };

/** Declares the run and the options. */
export function declareResumeOptions(command: Argv): Argv<ResumeArguments> {
  return command.positional("run", runPositional).options(resumeOptions).epilogue(exitCodes);
}

/** Declares the target and the options. */
export function declareRunOptions(command: Argv): Argv<RunArguments> {
  return command
    .positional("target", { type: "string", demandOption: true, describe: "the project to work on" })
    .options(runOptions)
    .example('$0 run . --input-docs plan.md --prompt "Build what the plan says"', "")
    .epilogue(exitCodes);
}

const exitCodes = `Exit codes: 0 succeeded, 1 failed, 2 bad usage or input, 3 partial (a should or
could is unproven), 4 errored, 75 paused (resumable), 130 cancelled.`;
