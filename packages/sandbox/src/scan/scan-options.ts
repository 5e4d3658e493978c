import type { AttributeTool } from "../attributes/attribute-tool.ts";
import type { FaultHook } from "../disk/fault-hook.ts";
import type { RawPath } from "../paths/raw-path.ts";
import type { ContentSink } from "../store/content-sink.ts";
import type { Changed } from "./find-changed.ts";
import type { Preflight } from "./preflight.ts";
import type { StatCache } from "./stat-cache.ts";

export interface ScanOptions {
  readonly cache: StatCache;
  /** Takes the contents of files that had to be read. */
  readonly sink: ContentSink;
  /**
   * Whether entries that their owner may not read are opened for as long as they are read: for trees in which a run
   * was at work, whose closed folders must not keep it from being undone. @default false
   */
  readonly opensClosed?: boolean;
  /**
   * The only paths at which anything was written since the cache was described, by tools that leave no attributes; no
   * other entry is looked at. @default null for anywhere
   */
  readonly written?: ReadonlySet<RawPath> | null;
  /** What a look at the tree has just found. @default null for a look of its own */
  readonly changed?: Changed | null;
  /** Whether the sink holds all that the cache knows, so that it need not be asked. @default false */
  readonly holdsKnown?: boolean;
  /** Reads extended attributes; with `null` they stay unknown. @default what the machine has */
  readonly attributes?: AttributeTool | null;
  /** Judges what is found before anything of it is read. @default null */
  readonly preflight?: Preflight | null;
  /** @default noFaults */
  readonly fault?: FaultHook;
}
