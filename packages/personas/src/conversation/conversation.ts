import type { AgentInputItem, AgentOutputItem, PersonaContext } from "@kimi/contracts";
import type { Agent, AgentOutputType } from "@openai/agents";
import type { RunnablePersona } from "../runnable-persona.ts";
import { ToolDesk } from "../tools/tool-desk.ts";
import { composeAgent } from "./compose-agent.ts";
import { loadAgentsSdk, type AgentsSdk } from "./load-agents-sdk.ts";
import { SilentAnswer } from "./silent-answer.ts";
import { readSubmission } from "./submit-result.ts";
import { translateFailure } from "./translate-failure.ts";
import { WatchedModel } from "./watched-model.ts";

/** What the model handed in, and everything said until then. */
export interface HandIn {
  /** Meant to be JSON; empty when the model said nothing. */
  readonly text: string;
  readonly history: readonly AgentInputItem[];
}

/** One attempt's talk with the model: an agent made for it alone, with its tools. */
export class Conversation {
  readonly #sdk: AgentsSdk;
  readonly #agent: Agent<unknown, AgentOutputType>;
  readonly #model: WatchedModel;
  readonly #signal: AbortSignal;

  private constructor(
    sdk: AgentsSdk,
    agent: Agent<unknown, AgentOutputType>,
    model: WatchedModel,
    signal: AbortSignal,
  ) {
    this.#sdk = sdk;
    this.#agent = agent;
    this.#model = model;
    this.#signal = signal;
  }

  /** @throws KimiError `usage` when the output schema is none that endpoints accept. */
  static async open<Output>(
    persona: Pick<RunnablePersona<Output>, "config" | "outputSchema">,
    instructions: string,
    context: PersonaContext<Output>,
  ): Promise<Conversation> {
    const sdk = await loadAgentsSdk();
    const desk = new ToolDesk({
      stage: persona.config.name,
      attempt: context.attempt,
      emit: (event) => context.emit(event),
      remark: () => model.takeRemark(),
    });
    const model = new WatchedModel(context.model, {
      maxTurns: context.maxTurns,
      requesting: (input) => desk.reportAnswered(input),
    });
    const agent = composeAgent(sdk, { persona, instructions, context, model, desk });
    return new Conversation(sdk, agent, model, context.signal);
  }

  /** The output of every response so far, in order. */
  get answers(): readonly (readonly AgentOutputItem[])[] {
    return this.#model.answers;
  }

  /** Lets the model work on from `input` until it hands something in. */
  async continueFrom(input: readonly AgentInputItem[]): Promise<HandIn> {
    const runner = new this.#sdk.Runner({
      tracingDisabled: true,
      toolNotFoundBehavior: "return_error_to_model",
    });
    try {
      const { history } = await runner.run(this.#agent, [...input], {
        // WatchedModel counts: the limit holds for the attempt, and an attempt may be several runs of the SDK.
        maxTurns: null,
        signal: this.#signal,
        toolErrorFormatter: ({ kind, toolName }) =>
          kind === "tool_not_found" ? `There is no tool ${toolName}. ${this.#listTools()}` : undefined,
        // The raw text is judged below; without this, text that is no JSON would end the run and lose the history.
        errorHandlers: { invalidFinalOutput: () => ({ finalOutput: null, includeInHistory: false }) },
      });
      return { text: readSubmission(this.answers.at(-1) ?? []), history };
    } catch (failure) {
      if (failure instanceof SilentAnswer) return { text: "", history: failure.history };
      throw translateFailure(this.#sdk, failure, this.#signal);
    }
  }

  #listTools(): string {
    const names = this.#agent.tools.map(({ name }) => name);
    return names.length === 0 ? "You have none." : `Yours are ${names.join(", ")}.`;
  }
}
