import { KimiError, type HostedToolChoice, type ModelGateway, type RunConfig } from "@kimi/contracts";

/** Which hosted tools a run offers, and what is to be said of those it does not. */
export interface HostedToolChoices {
  readonly codeInterpreter: boolean;
  readonly webSearch: boolean;
  readonly fileSearch: boolean;
  readonly notes: readonly string[];
}

const tools = [
  { key: "codeInterpreter", name: "code interpreter", local: "Commands run in the sandbox instead." },
  { key: "webSearch", name: "web search", local: "" },
  { key: "fileSearch", name: "file search", local: "search_text looks through the project instead." },
] as const;

/**
 * Holds the wanted hosted tools against what the endpoint offers.
 * @throws KimiError `usage` when a tool that was asked for explicitly is missing.
 */
export function chooseHostedTools(
  config: Pick<RunConfig, (typeof tools)[number]["key"]>,
  models: Pick<ModelGateway, "capabilities" | "endpoint">,
): HostedToolChoices {
  const chosen = { codeInterpreter: false, webSearch: false, fileSearch: false };
  const notes: string[] = [];
  for (const { key, name, local } of tools) {
    const choice: HostedToolChoice = config[key];
    chosen[key] = choice !== "off" && models.capabilities[key];
    if (choice === "off" || models.capabilities[key]) continue;
    const found = `${models.endpoint} offers no ${name}`;
    if (choice === "on") {
      throw new KimiError(
        "usage",
        `${found}, and it was asked for. Leave the option out or use an endpoint that has it.`,
      );
    }
    notes.push(`${found}; it is left out. ${local}`.trim());
  }
  return { ...chosen, notes };
}
