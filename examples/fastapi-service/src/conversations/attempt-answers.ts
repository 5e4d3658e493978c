import type { HandwrittenAnswers } from "@kimi/models/testing";

/** What the model answers in one attempt at one stage: a turn after the other, each its text or tool calls. */
export type AttemptAnswers = HandwrittenAnswers[string][number];
