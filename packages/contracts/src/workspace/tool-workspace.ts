import type { WriteScope } from "../personas/agent-config.ts";
import type { CommandResult } from "./command.ts";
import type { FolderEntry, TextMatch, TextSearch } from "./workspace-files.ts";

/** Text edits of one tool call. */
export type TextEdit =
  | { readonly kind: "write"; readonly path: string; readonly text: string }
  | { readonly kind: "delete"; readonly path: string };

/** Why files change: kept as the provenance of every line the call writes. */
export interface EditReason {
  /** Ids of the requirements the call serves; empty when it names none. */
  readonly requirements: readonly string[];
  /** The model's id of the tool call. */
  readonly toolCallId: string;
}

/**
 * The tree as a persona's tools see it: text in, text out, redacted on the way out and revealed on the way in,
 * held to the persona's write scope, every write recorded with its reason.
 */
export interface ToolWorkspace {
  readonly writeScope: WriteScope;
  list(folder: string): Promise<readonly FolderEntry[]>;
  listSourceFiles(): Promise<readonly FolderEntry[]>;
  /** `null` when nothing is there. Line endings and byte order mark come as they are. @throws KimiError `workspace` for binary content. */
  readText(path: string): Promise<string | null>;
  search(
    search: TextSearch,
  ): Promise<{ readonly matches: readonly TextMatch[]; readonly truncated: boolean }>;
  /** All or nothing. @throws KimiError `path-refused` for a path outside the write scope or the tree. */
  edit(edits: readonly TextEdit[], reason: EditReason): Promise<void>;
  /** `command` is given to `/bin/sh -c`. Output comes redacted. */
  runCommand(
    command: string,
    options: { readonly timeoutMs?: number; readonly reason: EditReason },
  ): Promise<CommandResult>;
}
