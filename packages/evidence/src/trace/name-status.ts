import type { CriterionVerdict } from "@kimi/contracts";

/** A verdict in words: what the user waived is never called proven, and what only a check shows is called so. */
export function nameStatus({ status, proof }: Pick<CriterionVerdict, "status" | "proof">): string {
  if (status === "accepted") return "accepted by user";
  if (status !== "proven") return status;
  if (proof === "command-check") return "proven by a command only";
  return proof === "http-check" ? "proven by an HTTP check only" : "proven";
}
