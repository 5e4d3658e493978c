import type { LeftOut } from "./left-out.ts";

/** An entry that was searched and may go out; its content is read again when it is written. */
export interface PlannedEntry {
  readonly path: string;
  readonly mode: number;
  read(): Promise<Uint8Array>;
}

/** What goes into an archive and what does not. */
export interface ArchivePlan {
  readonly entries: readonly PlannedEntry[];
  readonly leftOut: readonly LeftOut[];
}
