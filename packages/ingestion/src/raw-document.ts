import type { OutlinedSection, SourceFormat } from "./source-format.ts";

/** A document that was read and taken apart, with its secrets still in it: it never leaves this package. */
export interface RawDocument {
  /** As the user gave it. */
  readonly path: string;
  readonly format: SourceFormat;
  /** Hex SHA-256 of the bytes. */
  readonly contentHash: string;
  readonly text: string;
  readonly outline: readonly OutlinedSection[];
}
