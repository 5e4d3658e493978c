/** What can be read by hash. */
export interface ContentSource {
  /** Writes the content to an open file. @throws KimiError `workspace` when it is missing or damaged. */
  writeTo(hash: string, file: number): void;
}
