import { join } from "node:path";
import { loadAgentsSdk } from "@kimi/models";
import sqlite from "better-sqlite3";
// @boundaries-ignore the same parts of the SDK
import { Agent, Runner, tool } from "../../../personas/src/conversation/agents-sdk.ts";
// @boundaries-ignore the same client
import { createClient } from "../../../models/src/endpoint/create-client.ts";
import type { LeastPlan } from "./least-plan.ts";
import { openRecord } from "./least-record.ts";
import { startCommand } from "./start-command.ts";

/** Asks the endpoint until it answers without a command. */
export async function runLoop({ home, launch }: LeastPlan, baseUrl: string): Promise<void> {
  const { OpenAIChatCompletionsModel } = await loadAgentsSdk();
  const record = openRecord(sqlite, join(home, "least.db"));
  await startCommand(launch, "echo works");
  const endpoint = { baseUrl, api: "chat-completions", official: false, apiKey: "sk-bench" } as const;
  const client = createClient(endpoint, { fetch, responseTimeoutMs: 60_000 });
  const model = new OpenAIChatCompletionsModel(client, "least");
  const agent = new Agent({
    name: "least",
    model: {
      getResponse: (request) => model.getResponse(request),
      async *getStreamedResponse(request) {
        record.beginCall(JSON.stringify(request.input));
        yield* model.getStreamedResponse(request);
        record.endCall("answer");
      },
    },
    tools: [
      tool({
        name: "run_command",
        description: "Runs a command.",
        parameters: {
          type: "object",
          properties: { command: { type: "string" } },
          required: ["command"],
          additionalProperties: false,
        },
        strict: true,
        async execute(input) {
          record.beginCommand();
          const output = await startCommand(launch, Reflect.get(Object(input), "command"));
          record.endCommand(output);
          return output;
        },
      }),
    ],
  });
  const runner = new Runner({ tracingDisabled: true });
  const result = await runner.run(agent, "Do it.", { stream: true, maxTurns: null });
  await result.completed;
}
