import type { Redactor } from "@kimi/contracts";

/** Finds `tok-` with eight digits, and a key between two lines. */
export const tokenRedactor: Redactor = {
  redact(text) {
    const findings = [...text.matchAll(/tok-\d{8}|-BEGIN-\n[a-z]+\n-END-/g)].map((match) => ({
      rule: "token",
      startOffset: match.index,
      endOffset: match.index + match[0].length,
      placeholder: "[redacted]",
    }));
    return { text: text.replaceAll(/tok-\d{8}|-BEGIN-\n[a-z]+\n-END-/g, "[redacted]"), findings };
  },
  reveal: (text) => text,
};
