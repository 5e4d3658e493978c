import type { Redaction, RedactionFinding, Redactor } from "@kimi/contracts";
import { Placeholders, placeholderPattern } from "./placeholders.ts";
import { replaceFindings, toRawSpan } from "./replace-findings.ts";
import { CleanTexts } from "./secrets/clean-texts.ts";
import { excludePlaceholders } from "./secrets/exclude-placeholders.ts";
import { findAuthorization } from "./secrets/find-authorization.ts";
import { createKnownValueFinder } from "./secrets/find-known-values.ts";
import { createPresetFinder } from "./secrets/find-preset-secrets.ts";
import { findPrivateKeys } from "./secrets/find-private-keys.ts";
import { findTokenShapes } from "./secrets/find-token-shapes.ts";
import { findUrlCredentials } from "./secrets/find-url-credentials.ts";
import { LearnedSecrets } from "./secrets/learned-secrets.ts";
import { mergeSpans } from "./secrets/merge-spans.ts";
import type { SecretFinder, SecretSpan } from "./secrets/secret-span.ts";
import { selectSecretVariables } from "./secrets/select-secret-variables.ts";
import { splitAtLineBreaks } from "./secrets/split-at-line-breaks.ts";
import { widenToWords } from "./secrets/widen-to-words.ts";

export interface RedactorOptions {
  /** The exact values of its secret-looking variables are secrets, wherever they turn up. @default {} */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Characters that the value of an environment variable must have to be taken for a secret. @default 8 */
  readonly minLength?: number;
}

/** After this many passes over one text, secrets that touch each other are taken together. */
const passesBeforeWidening = 3;

/**
 * A redactor for one run: it numbers secrets as it meets them, `[REDACTED:github-token:1]`.
 * A secret of several lines is replaced line by line, so a redacted text has the lines of the raw one.
 */
export function createRedactor(options: RedactorOptions = {}): Redactor {
  const { environment = {}, minLength = 8 } = options;
  const placeholders = new Placeholders();
  const learned = new LearnedSecrets(minLength);
  const clean = new CleanTexts();
  const finders: readonly SecretFinder[] = [
    createKnownValueFinder(selectSecretVariables(environment, minLength), minLength),
    createPresetFinder(),
    findPrivateKeys,
    findUrlCredentials,
    findAuthorization,
    findTokenShapes,
    (text) => learned.find(text),
  ];

  function locate(text: string): readonly SecretSpan[] {
    if (clean.has(text)) return [];
    const spans = finders.flatMap((find) => find(text));
    if (spans.length === 0) {
      clean.add(text);
      return spans;
    }
    const merged = mergeSpans(spans);
    return splitAtLineBreaks(
      excludePlaceholders(merged, text, (found) => placeholders.isIssued(found)),
      text,
    );
  }

  return {
    redact(raw, origin): Redaction {
      let findings: readonly RedactionFinding[] = [];
      let text = raw;
      // A placeholder is other text than what it replaces, and a rule may match beside it that did not before:
      // redacting the result must change nothing, so this goes on until it does.
      for (let pass = 1; ; pass += 1) {
        const located = locate(text);
        if (located.length === 0) break;
        const spans = pass > passesBeforeWidening ? widenToWords(located, text) : located;
        const taken = new Set(text.match(placeholderPattern));
        const added = spans.map((span): RedactionFinding => {
          const secret = text.slice(span.startOffset, span.endOffset);
          const placeholder = placeholders.assign(secret, span.rule, taken);
          if (origin !== undefined) placeholders.recordOrigin(origin, placeholder, secret);
          return { ...toRawSpan(span, findings), placeholder };
        });
        findings = [...findings, ...added].toSorted((a, b) => a.startOffset - b.startOffset);
        text = replaceFindings(raw, findings);
      }
      return { text, findings };
    },

    learn(text, path) {
      learned.learn(text, path);
      clean.clear();
    },

    reveal: (text, origin) =>
      text.replaceAll(
        placeholderPattern,
        (placeholder) => placeholders.secretIn(origin, placeholder) ?? placeholder,
      ),
  };
}
