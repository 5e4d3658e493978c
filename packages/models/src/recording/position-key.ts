import type { CallPosition } from "@kimi/contracts";

/** Equal for equal positions. */
export function positionKey({ stage, attempt, turn, call }: CallPosition): string {
  return JSON.stringify([stage, attempt, turn, call]);
}

/** A position for people: `coding, attempt 2, turn 5`. */
export function describePosition({ stage, attempt, turn, call }: CallPosition): string {
  const again = call === 1 ? "" : `, call ${call}`;
  return `${stage}, attempt ${attempt}, turn ${turn}${again}`;
}
