import type { Ledger } from "@kimi/contracts";
import { countNoun } from "../layout/count-noun.ts";

/** `12,345 in (1,000 cached), 678 out, 9 requests` */
export function formatTokens(ledger: Ledger): string {
  const { inputTokens, cachedInputTokens, outputTokens } = ledger.tokens;
  const cached = cachedInputTokens > 0 ? ` (${formatCount(cachedInputTokens)} cached)` : "";
  const requests = countNoun(ledger.requests, "request");
  return `${formatCount(inputTokens)} in${cached}, ${formatCount(outputTokens)} out, ${requests}`;
}

/** `0.0123 USD`, or what is known of it. */
export function formatCost(ledger: Ledger): string {
  const { requests, unpricedRequests, possiblyBilledRequests } = ledger;
  const unknown = [
    unpricedRequests > 0 ? `${countNoun(unpricedRequests, "request")} at unknown prices` : "",
    possiblyBilledRequests > 0
      ? `${countNoun(possiblyBilledRequests, "unanswered request")} that may be charged`
      : "",
  ].filter((part) => part !== "");
  const priced = requests - unpricedRequests - possiblyBilledRequests > 0 || unknown.length === 0;
  return [...(priced ? [`${ledger.costUsd.toFixed(4)} USD`] : []), ...unknown].join(" + ");
}

/** `1,234` */
export function formatCount(amount: number): string {
  return amount.toLocaleString("en-US");
}

/** `1 min 5 s`, or `3.2 s` below a minute. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
