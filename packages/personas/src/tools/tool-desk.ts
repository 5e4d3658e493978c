import {
  isKimiError,
  jsonValueSchema,
  type AgentInputItem,
  type JsonValue,
  type RunEvent,
} from "@kimi/contracts";
import type { Tool } from "@openai/agents";
import type { AgentsSdk } from "../conversation/load-agents-sdk.ts";
import { toStrictJsonSchema } from "../output/strict-json-schema.ts";
import { CallOrder } from "./call-order.ts";
import type { PersonaTool } from "./persona-tool.ts";

/** Characters of a tool's answer that go into the event. */
const maxEventOutput = 2_000;

export interface ToolDeskOptions {
  readonly stage: string;
  readonly attempt: number;
  emit(event: RunEvent): void;
  /** Added to the next answer the model reads; `null` when there is nothing to say. */
  remark(): string | null;
}

/**
 * Where the tool calls of one attempt are carried out: in order, each reported as it begins and ends. What a tool
 * refuses is told to the model; anything else that goes wrong ends the attempt.
 */
export class ToolDesk {
  readonly #options: ToolDeskOptions;
  readonly #order = new CallOrder();
  readonly #reported = new Set<string>();

  constructor(options: ToolDeskOptions) {
    this.#options = options;
  }

  /** The tool in the SDK's terms. */
  offer(sdk: AgentsSdk, tool: PersonaTool): Tool {
    return sdk.tool({
      name: tool.name,
      description: tool.description,
      parameters: toStrictJsonSchema(tool.parameters, `the parameters of ${tool.name}`),
      strict: true,
      execute: (input, _context, details) =>
        this.#carryOut(tool, input, details?.toolCall?.callId ?? tool.name),
      // Refusals are answered by #carryOut; what it throws must end the attempt instead of reaching the model.
      errorFunction: null,
    });
  }

  /** Reports calls that the SDK answered itself: an unknown tool, or arguments that are not JSON. */
  reportAnswered(items: readonly AgentInputItem[]): void {
    const answers = items.filter((item) => item.type === "function_call_result");
    for (const { callId, name, output } of answers) {
      if (this.#reported.has(callId)) continue;
      const call = items.find((item) => item.type === "function_call" && item.callId === callId);
      this.#reportCall(name, callId, call?.type === "function_call" ? call.arguments : null);
      this.#reportAnswer(name, callId, {
        ok: false,
        output: typeof output === "string" ? output : JSON.stringify(output),
      });
    }
  }

  async #carryOut(tool: PersonaTool, input: unknown, callId: string): Promise<string> {
    this.#reportCall(tool.name, callId, jsonValueSchema.catch(null).parse(input));
    const answer = await this.#order.run(tool.access, () => this.#answer(tool, input, callId));
    this.#reportAnswer(tool.name, callId, answer);
    const remark = this.#options.remark();
    return remark === null ? answer.output : `${answer.output}\n\n${remark}`;
  }

  async #answer(tool: PersonaTool, input: unknown, callId: string) {
    try {
      return { ok: true, output: await tool.call(input, callId) };
    } catch (error) {
      if (isKimiError(error, "usage", "input", "workspace", "path-refused", "conflict")) {
        return { ok: false, output: `Error: ${error.message}` };
      }
      this.#reportAnswer(tool.name, callId, { ok: false, output: String(error) });
      throw error;
    }
  }

  #reportCall(tool: string, toolCallId: string, input: JsonValue): void {
    const { stage, attempt } = this.#options;
    this.#reported.add(toolCallId);
    this.#options.emit({ type: "tool-called", stage, attempt, tool, toolCallId, input });
  }

  #reportAnswer(
    tool: string,
    toolCallId: string,
    { ok, output }: { readonly ok: boolean; readonly output: string },
  ): void {
    const { stage, attempt } = this.#options;
    const cut = output.length <= maxEventOutput ? output : `${output.slice(0, maxEventOutput - 1)}…`;
    this.#options.emit({ type: "tool-finished", stage, attempt, tool, toolCallId, ok, output: cut });
  }
}
