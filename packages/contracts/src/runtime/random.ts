/** Randomness, from outside, so that a replayed run is the same run. */
export interface Random {
  /** `count` fresh bytes. */
  bytes(count: number): Uint8Array;
}
