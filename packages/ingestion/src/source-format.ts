import type { SourceDocument } from "@kimi/contracts";
import type { Reading } from "./quotation/reading.ts";

/** A section before its text is cut out. Offsets count UTF-16 units of the raw text, end exclusive. */
export interface OutlinedSection {
  readonly title: string;
  /** Ends with `title`. */
  readonly breadcrumb: readonly string[];
  readonly startOffset: number;
  readonly endOffset: number;
}

/** How one kind of document is taken apart. */
export interface SourceFormat {
  readonly mediaType: SourceDocument["mediaType"];
  /** Lower case, with the dot; none for what is not a file. */
  readonly extensions: readonly string[];
  /**
   * The sections of a text that is not blank: in order, not empty, each beginning where the one before it ends.
   * @throws KimiError `input` with the place, when the text is not what it claims to be.
   */
  outline(text: string): readonly OutlinedSection[];
  /** The text as people read it: without markup, escapes undone. */
  read(text: string): Reading;
  /** What a quotation that stands nowhere as it is may have been meant to say; `null` for nothing else. */
  requote(quotation: string): string | null;
}
