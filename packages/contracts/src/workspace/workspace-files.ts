/** An entry of a folder. */
export interface FolderEntry {
  /** Relative to the root of the tree. */
  readonly path: string;
  readonly type: "file" | "directory" | "symlink" | "other";
  /** Bytes; 0 for anything but a file. */
  readonly size: number;
}

/** One step of an edit that is carried out whole or not at all. */
export type FileEdit =
  | {
      readonly kind: "write";
      readonly path: string;
      readonly content: Uint8Array;
      /** Permission bits; kept as they are, or `0o644` for a new file, when absent. */
      readonly mode?: number;
    }
  | { readonly kind: "delete"; readonly path: string };

/** One line found by a text search. */
export interface TextMatch {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** The matching line, cut to 500 characters. */
  readonly text: string;
}

export interface TextSearch {
  /** A regular expression in ripgrep's syntax. */
  readonly pattern: string;
  /** A folder or file to search in; everything when absent. */
  readonly path?: string;
  /** For example `*.ts`. */
  readonly glob?: string;
  /** @default false */
  readonly ignoreCase?: boolean;
  /** @default 200 */
  readonly maxMatches?: number;
  /** Also in what git would ignore, but for installed dependencies and files of more than 1 MiB. @default false */
  readonly includeIgnored?: boolean;
}

/**
 * The files of one tree. Paths are relative to its root; no link is followed out of the tree.
 * `.git` and `.kimi_agent` are refused with `path-refused`, as is anything that leads outside.
 */
export interface WorkspaceFiles {
  /** Entries directly in `folder` (the root: empty string), sorted by path. @throws KimiError `workspace` when it is no folder. */
  list(folder: string): Promise<readonly FolderEntry[]>;
  /** Every file below `folder` that git would not ignore, sorted by path. */
  listSourceFiles(folder?: string): Promise<readonly FolderEntry[]>;
  /** The content of a regular file; `null` when nothing is there. @throws KimiError `workspace` when it is something else. */
  read(path: string): Promise<Uint8Array | null>;
  /** Carries out all edits or none; missing folders are made. */
  edit(edits: readonly FileEdit[]): Promise<void>;
  /** @throws KimiError `usage` when the pattern is not a regular expression. */
  search(
    search: TextSearch,
  ): Promise<{ readonly matches: readonly TextMatch[]; readonly truncated: boolean }>;
}
