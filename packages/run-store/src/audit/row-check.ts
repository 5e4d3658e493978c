/** One row to look at. */
export interface RowCheck<T> {
  /** Which one: `event 7`. */
  readonly place: string;
  /** What the row and its contents hold. @throws KimiError `store` when it is not what was written. */
  readonly read: () => T;
}
