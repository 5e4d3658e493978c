import { noTokens, type ModelCallRequest, type ModelGateway } from "@kimi/contracts";

/** What a request is taken to use, at least. */
export interface ExpectedUse {
  /** As far as its length tells. */
  readonly inputTokens: number;
  /** Of its input, or as much as the costliest answer so far. */
  readonly costUsd: number;
}

export const noUse: ExpectedUse = { inputTokens: 0, costUsd: 0 };

/** What a request is taken to use before its answer says it, or when it has none. */
export function expectUse(
  models: Pick<ModelGateway, "estimateCostUsd">,
  { model, body }: Pick<ModelCallRequest, "model" | "body">,
  costliestAnswerUsd: number,
): ExpectedUse {
  // About four characters a token holds for English and code; the endpoint's own count follows with the answer.
  const inputTokens = Math.ceil(JSON.stringify(body).length / 4);
  const forInput = models.estimateCostUsd(model, { ...noTokens, inputTokens }) ?? 0;
  return { inputTokens, costUsd: Math.max(forInput, costliestAnswerUsd) };
}
