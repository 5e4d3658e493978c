import type { AgentInputItem } from "@kimi/contracts";

/** A response with neither text nor a tool call. Left alone, the SDK would ask again until the turns are spent. */
export class SilentAnswer extends Error {
  override readonly name = "SilentAnswer";
  /** The conversation as it was sent. */
  readonly history: readonly AgentInputItem[];

  constructor(history: readonly AgentInputItem[]) {
    super("The model answered with neither text nor a tool call.");
    this.history = history;
  }
}
