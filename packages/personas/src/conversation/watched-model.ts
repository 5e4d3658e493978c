import {
  KimiError,
  type AgentInputItem,
  type AgentOutputItem,
  type Model,
  type ModelRequest,
  type ModelResponse,
  type ModelStreamEvent,
} from "@kimi/contracts";
import { RepetitionWatch } from "./repetition-watch.ts";
import { SilentAnswer } from "./silent-answer.ts";

export interface WatchedModelOptions {
  /** Requests, at most. */
  readonly maxTurns: number;
  /** Sees the conversation before each request. */
  requesting(input: readonly AgentInputItem[]): void;
}

/**
 * The model of one attempt, seen by the attempt: counts turns, and ends what the SDK would let run on (silence, and the
 * same calls for ever).
 */
export class WatchedModel implements Model {
  readonly #inner: Model;
  readonly #options: WatchedModelOptions;
  readonly #repetition = new RepetitionWatch();
  readonly #answers: AgentOutputItem[][] = [];
  #remarkDue = false;

  constructor(inner: Model, options: WatchedModelOptions) {
    this.#inner = inner;
    this.#options = options;
  }

  /** The output of every response so far, in order. */
  get answers(): readonly (readonly AgentOutputItem[])[] {
    return this.#answers;
  }

  async getResponse(request: ModelRequest): Promise<ModelResponse> {
    this.#admit(request);
    const response = await this.#inner.getResponse(request);
    this.#answers.push(response.output);
    this.#observe(request, response.output);
    return response;
  }

  /** Never asked for: the loop awaits whole answers, and the gateway streams for display by itself. */
  getStreamedResponse(request: ModelRequest): AsyncIterable<ModelStreamEvent> {
    return this.#inner.getStreamedResponse(request);
  }

  /** What the model has to be told once about repeating itself; `null` when there is nothing. */
  takeRemark(): string | null {
    if (!this.#remarkDue) return null;
    this.#remarkDue = false;
    return "You have made exactly this call several times in a row and its answer does not change. Do something else, or submit what you have; one more time ends the attempt.";
  }

  #admit(request: ModelRequest): void {
    const { maxTurns } = this.#options;
    this.#options.requesting(inputItems(request));
    if (this.#answers.length < maxTurns) return;
    throw new KimiError(
      "budget",
      `The attempt used its ${maxTurns} turns and is not done. Raise the limit (--max-turns) and resume.`,
      { details: { limit: "turns", maxTurns, reached: { limit: "turns", enough: 2 * maxTurns } } },
    );
  }

  #observe(request: ModelRequest, output: readonly AgentOutputItem[]): void {
    const calls = output.filter((item) => item.type === "function_call");
    const repetition = this.#repetition.observe(calls);
    this.#remarkDue = repetition === "remark";
    if (repetition === "stuck") {
      const names = calls.map(({ name }) => name);
      throw new KimiError(
        "persona-stuck",
        `The model made the same call again and again (${names.join(", ")}) and went on after being told.`,
        { details: { tools: names } },
      );
    }
    const spoke = calls.length > 0 || output.some((item) => item.type === "message");
    if (!spoke) throw new SilentAnswer(inputItems(request));
  }
}

function inputItems({ input }: ModelRequest): readonly AgentInputItem[] {
  return typeof input === "string" ? [{ role: "user", content: input }] : input;
}
