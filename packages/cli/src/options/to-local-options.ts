import { KimiError, modelPricesSchema, type ModelPrices } from "@kimi/contracts";
import type { LocalOptions } from "@kimi/local";
import { z } from "zod";
import { readTextFile, type TextFile } from "../read-text-file.ts";
import type { RunArguments } from "./run-options.ts";

/**
 * How the orchestrator is to be wired for a command line; the files it names are read here.
 * @throws KimiError `input` for a file that cannot be read or is not what it should be.
 */
export async function toLocalOptions(
  args: Pick<RunArguments, "api" | "base-url" | "replay" | "prices">,
  workingDirectory: string,
): Promise<LocalOptions> {
  const { api, "base-url": baseUrl, replay, prices } = args;
  return {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(api === undefined ? {} : { api }),
    ...(replay === undefined ? {} : { recording: await readTextFile(replay, workingDirectory) }),
    ...(prices === undefined ? {} : { prices: parsePrices(await readTextFile(prices, workingDirectory)) }),
  };
}

function parsePrices({ text, path }: TextFile): ModelPrices {
  try {
    return modelPricesSchema.parse(JSON.parse(text));
  } catch (error) {
    const found = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    const expected =
      '{ "model": { "inputUsd": 1, "cachedInputUsd": 0.1, "outputUsd": 8 } }, in USD for a million tokens';
    throw new KimiError("input", `${path} holds no prices. Expected ${expected}.\n${found}`, {
      cause: error,
    });
  }
}
