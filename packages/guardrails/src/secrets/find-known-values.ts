import { encodedForms } from "./encoded-forms.ts";
import type { SecretFinder, SecretSpan } from "./secret-span.ts";
import type { SecretVariable } from "./select-secret-variables.ts";

/** A finder for the exact values of `variables`, and for their encoded forms. */
export function createKnownValueFinder(
  variables: readonly SecretVariable[],
  minLength: number,
): SecretFinder {
  const needles = new Map<string, string>();
  for (const { name, value } of variables) {
    for (const form of [...pieces(value), ...pieces(value).flatMap((piece) => encodedForms(piece))]) {
      if (form.length >= minLength && !needles.has(form))
        needles.set(form, `environment:${name.replaceAll(/\W/g, "_")}`);
    }
  }
  return (text) => [...needles].flatMap(([needle, rule]) => findAll(text, needle, rule));
}

/** A value of several lines is looked for line by line, since it may come with other line ends or indentation. */
function pieces(value: string): readonly string[] {
  return value
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("-----"));
}

function findAll(text: string, needle: string, rule: string): readonly SecretSpan[] {
  const spans: SecretSpan[] = [];
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + needle.length)) {
    spans.push({ rule, startOffset: at, endOffset: at + needle.length });
  }
  return spans;
}
