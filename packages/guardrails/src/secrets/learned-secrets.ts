import { basename } from "node:path";
import { findPrivateKeys } from "./find-private-keys.ts";
import { createKnownValueFinder } from "./find-known-values.ts";
import { findKeyParts, keyGrams } from "./find-key-parts.ts";
import { readEnvFile } from "./read-env-file.ts";
import type { SecretFinder, SecretSpan } from "./secret-span.ts";
import { selectSecretVariables } from "./select-secret-variables.ts";

/** Longer than the keys of any project: beyond it nothing more is learned, and whole keys are found all the same. */
const maxGrams = 500_000;

/** Secrets that were seen whole in files, so that a part of one, or its bare value, is known for what it is. */
export class LearnedSecrets {
  readonly #minLength: number;
  readonly #grams = new Set<string>();
  readonly #values: SecretFinder[] = [];

  /** `minLength`: of the values of variables. */
  constructor(minLength: number) {
    this.#minLength = minLength;
  }

  /** Takes note of private keys in a file's text, and of the secret values in a file of environment variables. */
  learn(text: string, path: string): void {
    for (const { startOffset, endOffset } of findPrivateKeys(text)) {
      if (this.#grams.size < maxGrams)
        for (const gram of keyGrams(text.slice(startOffset, endOffset))) this.#grams.add(gram);
    }
    if (!isEnvFile(path)) return;
    const secrets = selectSecretVariables(readEnvFile(text), this.#minLength);
    if (secrets.length > 0) this.#values.push(createKnownValueFinder(secrets, this.#minLength));
  }

  /** Where they, or parts of them, stand in a text. */
  find(text: string): readonly SecretSpan[] {
    const parts = this.#grams.size === 0 ? [] : findKeyParts(text, this.#grams);
    return [...parts, ...this.#values.flatMap((find) => find(text))];
  }
}

/** What is meant to be copied and filled in holds no secret. */
function isEnvFile(path: string): boolean {
  const name = basename(path);
  return /^\.env(?:\..+|rc)?$|\.env$/.test(name) && !/example|sample|template|\.dist$/i.test(name);
}
