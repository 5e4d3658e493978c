import { KimiError } from "@kimi/contracts";
import { rules } from "@secretlint/secretlint-rule-preset-recommend";
import type {
  SecretLintRuleContext,
  SecretLintRuleReportDescriptor,
  SecretLintSourceCode,
} from "@secretlint/types";
import type { SecretFinder, SecretSpan } from "./secret-span.ts";
import { isCredentialUrlRule, narrowToPassword } from "./narrow-to-password.ts";

/**
 * Rules of the preset that are not run as they are:
 * comments in a text must not be able to switch redaction off; a service account file would be replaced whole, where
 * its private key is enough; `find-private-keys` finds all that the private key rule does and keeps the armour lines.
 */
const replacedRules = new Set([
  "@secretlint/secretlint-rule-filter-comments",
  "@secretlint/secretlint-rule-gcp",
  "@secretlint/secretlint-rule-privatekey",
]);

/**
 * A finder that runs the scanners of secretlint's recommended preset.
 * secretlint's own entry point is asynchronous, its scanners are not, and the redactor's callers need an answer at once.
 */
export function createPresetFinder(): SecretFinder {
  let text = "";
  let found: SecretSpan[] = [];
  const context: SecretLintRuleContext = {
    sharedOptions: {},
    createTranslator: () => (messageId, data) => ({
      message: String(messageId),
      messageId: String(messageId),
      data,
    }),
    report: (descriptor) => found.push(toSpan(text, descriptor)),
    ignore: () => undefined,
  };
  const scanners = rules
    .filter((rule) => !replacedRules.has(rule.meta.id))
    .map((rule) => ({ id: rule.meta.id, handler: rule.create(context, {}) }));

  return (content) => {
    text = content;
    found = [];
    const source = sourceOf(content);
    for (const { id, handler } of scanners) {
      if (handler.file?.(source) !== undefined) {
        throw new KimiError(
          "internal",
          `The secretlint rule ${id} answered later, expected an answer at once.`,
        );
      }
    }
    return found;
  };
}

function toSpan(text: string, descriptor: SecretLintRuleReportDescriptor): SecretSpan {
  const [start, end] = descriptor.range;
  const rule = kebabCase(descriptor.message.messageId);
  // Where a rule matches `NAME=value` it reports the value's length from the start of the name: look the value up.
  const value = reportedValues(descriptor).find((candidate) => candidate.length === end - start);
  const startOffset = value === undefined ? start : text.indexOf(value, start);
  const span = { rule, startOffset, endOffset: startOffset + (end - start) };
  return isCredentialUrlRule(rule) ? narrowToPassword(text, span) : span;
}

function reportedValues(descriptor: SecretLintRuleReportDescriptor): readonly string[] {
  const data: unknown = descriptor.message.data;
  if (typeof data !== "object" || data === null) return [];
  return Object.values(data).filter((value) => typeof value === "string");
}

/** `GITHUB_TOKEN` and `PrivateKey` become `github-token` and `private-key`. */
function kebabCase(messageId: string): string {
  return messageId
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase();
}

/** What the scanners read of a source. No path and no extension: a text counts the same wherever it comes from. */
function sourceOf(content: string): SecretLintSourceCode {
  return {
    hasBOM: false,
    content,
    filePath: undefined,
    physicalFilePath: undefined,
    contentType: "text",
    ext: "",
    getFilePath: () => undefined,
    getPhysicalFilePath: () => undefined,
    locationToRange: neverAsked,
    rangeToLocation: neverAsked,
    positionToIndex: neverAsked,
    indexToPosition: neverAsked,
  };
}

function neverAsked(): never {
  throw new KimiError(
    "internal",
    "A secretlint rule asked for a line, expected it to work on offsets alone.",
  );
}
