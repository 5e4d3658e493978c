import type { SecretFinder, SecretSpan } from "./secret-span.ts";

interface TokenShape {
  readonly rule: string;
  /** With the flags `d` and `g`; the group `value` is the secret where the match is more than it. */
  readonly pattern: RegExp;
}

/** Tokens that can be told by their shape and that the preset does not know. */
const tokenShapes: readonly TokenShape[] = [
  // The endpoint's key and those of compatible services; the preset knows one generation of them.
  { rule: "api-key", pattern: /(?<![\p{L}\p{N}_-])sk-(?=[a-z-]{0,40}[A-Z0-9])[A-Za-z0-9_-]{32,300}/dgu },
  { rule: "google-api-key", pattern: /(?<![\p{L}\p{N}_-])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/dgu },
  {
    rule: "gitlab-token",
    pattern: /(?<!\p{L})gl(?:rt|dt|ptt|cbt|soat|ft|oas|agent)-[A-Za-z0-9_-]{20,200}/dgu,
  },
  { rule: "pypi-token", pattern: /(?<!\p{L})pypi-[A-Za-z0-9_-]{50,500}/dgu },
  { rule: "age-secret-key", pattern: /AGE-SECRET-KEY-1[0-9A-Z]{50,64}/dg },
  {
    rule: "jwt",
    pattern: /\beyJ[A-Za-z0-9_-]{10,4096}\.eyJ[A-Za-z0-9_-]{10,8192}\.[A-Za-z0-9_-]{16,2048}/dg,
  },
  {
    rule: "npm-auth-token",
    pattern: /\b_(?:authToken|auth|password)\s{0,4}=\s{0,4}["']?(?<value>[^\s"'`$[\]{}<>,;]{8,1024})/dg,
  },
  {
    // The preset misses the one in thirty that end in a slash or a plus.
    rule: "aws-secret-access-key",
    pattern:
      /secret_?access_?key["']?\s{0,4}(?::|=>?)\s{0,4}["']?(?<value>[A-Za-z0-9/+=]{40})(?![A-Za-z0-9/+=])/dgi,
  },
  {
    rule: "aws-session-token",
    pattern: /aws_?session_?token["']?\s{0,4}[:=]\s{0,4}["']?(?<value>[A-Za-z0-9/+=]{64,4096})/dgi,
  },
  { rule: "azure-account-key", pattern: /AccountKey=(?<value>[A-Za-z0-9/+]{40,120}={0,2})/dg },
];

/** Finds the tokens above. */
export const findTokenShapes: SecretFinder = (text) => {
  const spans: SecretSpan[] = [];
  for (const { rule, pattern } of tokenShapes) {
    for (const match of text.matchAll(pattern)) {
      const range = match.indices?.groups?.["value"] ?? match.indices?.[0];
      if (range !== undefined) spans.push({ rule, startOffset: range[0], endOffset: range[1] });
    }
  }
  return spans;
};
