import type { CriterionVerdict } from "@kimi/contracts";

/** A verdict in words: what the user waived is never called proven. */
export function nameStatus(status: CriterionVerdict["status"]): string {
  return status === "accepted" ? "accepted by user" : status;
}
