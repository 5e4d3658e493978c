import {
  isKimiError,
  jsonValueSchema,
  type KimiError,
  type AgentInputItem,
  type JsonValue,
  type RunEvent,
} from "@kimi/contracts";
import type { Tool } from "@openai/agents";
import { z } from "zod";
import type { AgentsSdk } from "../conversation/load-agents-sdk.ts";
import { toStrictJsonSchema } from "../output/strict-json-schema.ts";
import { CallOrder } from "./call-order.ts";
import type { PersonaTool } from "./persona-tool.ts";

/** Characters of a tool's answer that go into the event. */
const maxEventOutput = 2_000;

/** The text of an answer in the SDK's protocol. */
const answeredTextSchema = z
  .union([z.string(), z.object({ text: z.string() }).transform(({ text }) => text)])
  .catch("");

type CallEnd =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly output: string; readonly error: unknown };

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
  #lastReport: Promise<unknown> = Promise.resolve();

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
    for (const call of items) {
      if (call.type !== "function_call" || this.#reported.has(call.callId)) continue;
      const answer = items.find(
        (item) => item.type === "function_call_result" && item.callId === call.callId,
      );
      if (answer?.type !== "function_call_result") continue;
      const output = answeredTextSchema.parse(answer.output);
      this.#reportCall(call.name, call.callId, call.arguments);
      this.#reportAnswer(call.name, call.callId, { ok: false, output });
    }
  }

  /** Calls that run side by side are reported as finished in the order they were made, so that replays report alike. */
  async #carryOut(tool: PersonaTool, input: unknown, callId: string): Promise<string> {
    this.#reportCall(tool.name, callId, jsonValueSchema.catch(null).parse(input));
    const earlier = this.#lastReport;
    const work = this.#order
      .run(tool.access, () => tool.call(input, callId))
      .then(
        (output): CallEnd => ({ ok: true, output }),
        (error: unknown): CallEnd => ({ ok: false, output: describeRefusal(error), error }),
      );
    const end = Promise.all([work, earlier]).then(([result]) => result);
    this.#lastReport = end;
    const result = await end;
    this.#reportAnswer(tool.name, callId, result);
    if (!result.ok && !isRefusal(result.error)) throw result.error;
    const remark = this.#options.remark();
    return remark === null ? result.output : `${result.output}\n\n${remark}`;
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

/** What the model can mend; anything else is the machine's, the user's or our own affair. */
function isRefusal(error: unknown): error is KimiError {
  return isKimiError(error, "usage", "input", "workspace", "path-refused", "conflict");
}

function describeRefusal(error: unknown): string {
  return `Error: ${error instanceof Error ? error.message : String(error)}`;
}
