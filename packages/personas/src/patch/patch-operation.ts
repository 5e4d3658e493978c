/** One line of a hunk: kept as context, taken out, or put in. */
export interface HunkLine {
  readonly kind: "keep" | "remove" | "add";
  /** Without the marker and without the line ending. */
  readonly text: string;
}

/** One place in a file that changes. */
export interface PatchHunk {
  /** Lines that stand somewhere above the place, outermost first: what follows `@@`. */
  readonly headers: readonly string[];
  readonly lines: readonly HunkLine[];
  /** Whether the hunk must end where the file ends. */
  readonly endOfFile: boolean;
}

/** What one section of a patch does. Paths are as written in the patch. */
export type PatchOperation =
  | { readonly kind: "add"; readonly path: string; readonly lines: readonly string[] }
  | { readonly kind: "delete"; readonly path: string }
  | {
      readonly kind: "update";
      readonly path: string;
      /** The new path; `null` when the file stays where it is. */
      readonly moveTo: string | null;
      readonly hunks: readonly PatchHunk[];
    };
