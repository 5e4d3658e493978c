import type { AgentConfig, Handoff } from "@kimi/contracts";
import type { z } from "zod";

/** What of a persona an attempt needs. */
export interface RunnablePersona<Output> {
  readonly config: AgentConfig;
  readonly outputSchema: z.ZodType<Output>;
  /** The parts of the input that stay the same from attempt to attempt, in order. */
  describeContext(handoff: Handoff): readonly string[];
  /** What is to be done this time. */
  describeTask(handoff: Handoff): string;
}
