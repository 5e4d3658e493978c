import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { KimiError, modelPricesSchema, type ModelPrices } from "@kimi/contracts";
import type { LocalOptions } from "@kimi/local";
import { z } from "zod";
import type { RunArguments } from "./run-options.ts";

/**
 * How the orchestrator is to be wired for a command line; the files it names are read here.
 * @throws KimiError `input` for a file that cannot be read or is not what it should be.
 */
export async function toLocalOptions(args: RunArguments, workingDirectory: string): Promise<LocalOptions> {
  const recording = await readNamed(args.replay, workingDirectory);
  const prices = await readNamed(args.prices, workingDirectory);
  return {
    ...(args["base-url"] === undefined ? {} : { baseUrl: args["base-url"] }),
    ...(args.api === undefined ? {} : { api: args.api }),
    ...(recording === null ? {} : { recording }),
    ...(prices === null ? {} : { prices: parsePrices(prices) }),
  };
}

interface NamedText {
  readonly text: string;
  readonly path: string;
}

/** `null` when no file is named. */
async function readNamed(file: string | undefined, workingDirectory: string): Promise<NamedText | null> {
  if (file === undefined) return null;
  const path = resolve(workingDirectory, file);
  try {
    return { text: await readFile(path, "utf8"), path };
  } catch (error) {
    throw new KimiError("input", `Cannot read ${path}: ${String(error)}`, { cause: error });
  }
}

function parsePrices({ text, path }: NamedText): ModelPrices {
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
