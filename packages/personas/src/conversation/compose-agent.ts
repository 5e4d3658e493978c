import type { PersonaContext } from "@kimi/contracts";
import type { Agent, AgentOutputType } from "@openai/agents";
import type { z } from "zod";
import { listServable } from "../input/list-servable.ts";
import { toStrictJsonSchema } from "../output/strict-json-schema.ts";
import type { RunnablePersona } from "../runnable-persona.ts";
import type { ToolDesk } from "../tools/tool-desk.ts";
import { workspaceTools } from "../tools/workspace-tools.ts";
import { hostedTools } from "./hosted-tools.ts";
import type { AgentsSdk } from "./load-agents-sdk.ts";
import { modelSettings } from "./model-settings.ts";
import { includesSubmission, submitResultTool } from "./submit-result.ts";
import type { WatchedModel } from "./watched-model.ts";

/** What an agent is made of. */
export interface AgentParts<Output> {
  readonly persona: Pick<RunnablePersona<Output>, "config" | "outputSchema">;
  readonly instructions: string;
  readonly context: PersonaContext<Output>;
  readonly model: WatchedModel;
  readonly desk: ToolDesk;
}

/**
 * The SDK's agent for one attempt of a persona.
 * @throws KimiError `usage` when the output schema is none that endpoints accept.
 */
export function composeAgent<Output>(
  sdk: AgentsSdk,
  { persona, instructions, context, model, desk }: AgentParts<Output>,
): Agent<unknown, AgentOutputType> {
  const { config, outputSchema } = persona;
  const takesSchema = context.capabilities.outputSchemaWithTools;
  const tools = [
    ...workspaceTools(config, context.workspace, listServable(context.handoff)),
    ...(takesSchema ? [] : [submitResultTool(outputSchema)]),
  ];
  return new sdk.Agent<unknown, AgentOutputType>({
    name: config.name,
    instructions,
    model,
    modelSettings: modelSettings(config, context),
    tools: [
      ...tools.map((tool) => desk.offer(sdk, tool)),
      ...(config.hostedTools ? hostedTools(sdk, context.hostedTools) : []),
    ],
    outputType: takesSchema ? resultFormat(config.name, outputSchema) : "text",
    toolUseBehavior: (_context, results) =>
      includesSubmission(results)
        ? { isFinalOutput: true, isInterrupted: undefined, finalOutput: "" }
        : { isFinalOutput: false, isInterrupted: undefined },
  });
}

function resultFormat(name: string, outputSchema: z.ZodType) {
  return {
    type: "json_schema" as const,
    name: `${name.replaceAll("-", "_")}_result`,
    strict: true,
    schema: toStrictJsonSchema(outputSchema, `the output schema of "${name}"`),
  };
}
