import type { Redactor } from "@kimi/contracts";

/** Takes every `SECRET-…` word for a secret. `length` gives placeholders longer and shorter than what they replace. */
export function fakeRedactor(length = 12): Redactor {
  const placeholder = `<${"#".repeat(length - 2)}>`;
  return {
    redact(text) {
      const findings = [...text.matchAll(/SECRET-\w+/g)].map(({ index, 0: secret }) => ({
        rule: "fake",
        startOffset: index,
        endOffset: index + secret.length,
        placeholder,
      }));
      return { text: text.replaceAll(/SECRET-\w+/g, placeholder), findings };
    },
    reveal: (text) => text,
  };
}

/** Finds nothing. */
export const noRedactor: Redactor = {
  redact: (text) => ({ text, findings: [] }),
  reveal: (text) => text,
};
