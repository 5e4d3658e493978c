import { z } from "zod";

const usdPerMillionTokens = z.number().min(0);

/** What a model costs, in USD for a million tokens. */
export const modelPriceSchema = z.strictObject({
  inputUsd: usdPerMillionTokens,
  /** Input from the provider's prompt cache. */
  cachedInputUsd: usdPerMillionTokens,
  /** Reasoning included. */
  outputUsd: usdPerMillionTokens,
});

/** Prices by the name that is sent to the endpoint. */
export const modelPricesSchema = z.record(z.string().min(1), modelPriceSchema);

export type ModelPrice = Readonly<z.infer<typeof modelPriceSchema>>;
export type ModelPrices = Readonly<Record<string, ModelPrice>>;
