import { createHash } from "node:crypto";
import type { Change } from "@kimi/contracts";

/** A hash of what changes make of a source tree: equal for equal sources, whatever was generated beside them. */
export function hashSource(changes: readonly Change[], isSource: (change: Change) => boolean): string {
  const states = changes
    .filter(isSource)
    .map(({ path, after }) => [path, after?.type ?? null, after?.mode ?? null, after?.hash ?? null]);
  return createHash("sha256")
    .update(JSON.stringify(states.toSorted(([a], [b]) => ((a ?? "") < (b ?? "") ? -1 : 1))))
    .digest("hex");
}
