/** Time, from outside, so that a replayed run is the same run. */
export interface Clock {
  /** The instant that is recorded, UTC. Never goes backwards. */
  now(): Date;
  /** Milliseconds since an arbitrary origin, for limits and durations; real also when `now` is not. */
  elapsedMs(): number;
}
