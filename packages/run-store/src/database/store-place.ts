/** Which rows something is about: what an error message names. */
export interface StorePlace {
  readonly table: string;
  /** `null` when it is not about one run. */
  readonly runId: string | null;
}

/** The place in words, for a message. */
export function describePlace(place: StorePlace): string {
  return place.runId === null ? `table ${place.table}` : `table ${place.table}, run ${place.runId}`;
}
