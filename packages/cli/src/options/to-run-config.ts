import { resolve } from "node:path";
import { defaultLicences, type HostedToolChoice, type RunConfigInput } from "@kimi/contracts";
import type { Terminal } from "../terminal.ts";
import type { RunArguments } from "./run-options.ts";

/** The run's configuration that a command line and the environment mean. */
export function toRunConfig(
  args: RunArguments,
  terminal: Pick<Terminal, "environment" | "workingDirectory">,
): RunConfigInput {
  const model = args.model ?? terminal.environment["KIMI_AGENT_MODEL"];
  return {
    targetPath: resolve(terminal.workingDirectory, args.target),
    inputDocs: args["input-docs"],
    prompt: args.prompt ?? null,
    ...(model === undefined || model === "" ? {} : { model }),
    reasoningEffort: args["reasoning-effort"],
    codeInterpreter: hostedToolChoice(args["enable-code-interpreter"], "default"),
    webSearch: hostedToolChoice(args["enable-web-search"], "off"),
    fileSearch: hostedToolChoice(args["enable-file-search"], "off"),
    budget: {
      maxCostUsd: args["max-cost-usd"] ?? null,
      maxTokens: args["max-tokens"] ?? null,
      maxTurns: args["max-turns"],
      maxMinutes: args["max-minutes"],
    },
    maxAttempts: args["max-attempts"],
    sandbox: args.sandbox,
    network: args.network,
    env: args.env,
    inPlace: args["in-place"],
    writeDocs: args["write-docs"],
    allowInstall: args["allow-install"],
    licences: [...defaultLicences, ...args.licence],
    accept: args.accept,
    seed: args.seed ?? null,
  };
}

function hostedToolChoice(wanted: boolean | undefined, unsaid: HostedToolChoice): HostedToolChoice {
  if (wanted === undefined) return unsaid;
  return wanted ? "on" : "off";
}
