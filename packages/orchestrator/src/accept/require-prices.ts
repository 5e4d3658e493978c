import { KimiError, noTokens, type ModelGateway, type Persona, type RunConfig } from "@kimi/contracts";

/** @throws KimiError `usage` when the run has a limit in USD and a model without a known price, so that it could not be kept. */
export function requirePrices(
  config: Pick<RunConfig, "budget" | "model">,
  personas: readonly Persona[],
  models: Pick<ModelGateway, "estimateCostUsd" | "resolveModel">,
): void {
  if (config.budget.maxCostUsd === null) return;
  const names = new Set(personas.map((persona) => persona.config.model ?? config.model));
  const unpriced = [...names].filter((name) => models.estimateCostUsd(name, noTokens) === null);
  if (unpriced.length === 0) return;
  const found = unpriced.map((name) => models.resolveModel(name)).join(", ");
  throw new KimiError(
    "usage",
    `A limit in USD needs a price for ${found}, and none is known. Give one with --prices FILE, or limit tokens with --max-tokens.`,
  );
}
