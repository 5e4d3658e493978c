/** What can be read by hash. */
export interface ContentSource {
  /** A small content whole. @throws KimiError `workspace` when it is missing or damaged. */
  read(hash: string): Uint8Array;
  /**
   * Writes the content to an open file, with `write` piece by piece and in order where it is given.
   * @throws KimiError `workspace` when it is missing or damaged.
   */
  writeTo(hash: string, file: number, write?: PieceWriter): void;
}

/** Writes what comes next to an open file. */
export type PieceWriter = (file: number, piece: Uint8Array) => void;
