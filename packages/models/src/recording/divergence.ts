import type { CallPosition } from "@kimi/contracts";

/** A request that was answered from the record although it was not the recorded one. */
export interface Divergence {
  readonly position: CallPosition;
  readonly recordedHash: string;
  readonly hash: string;
}
