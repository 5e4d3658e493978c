import { setTimeout } from "node:timers/promises";
import { KimiError } from "@kimi/contracts/errors";
import { type FaultHook, noFaults } from "../disk/fault-hook.ts";
import type { FolderHandle } from "../disk/folder-handle.ts";
import { nameOf } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";
import type { ContentSink } from "../store/content-sink.ts";
import type { Draft } from "./draft.ts";
import { readContent } from "./read-content.ts";
import { unreadable } from "./unreadable.ts";

const maxReadings = 12;

export interface ReadNowOptions {
  readonly sink: ContentSink;
  readonly fault?: FaultHook | undefined;
  /** What is in the file's place after it changed; `null` for nothing. */
  readonly lookAgain: () => Promise<Draft | null>;
}

/**
 * Reads a file, and looks and reads again when it changes in the meantime. Returns what is there in the end.
 * @throws KimiError `workspace` when it cannot be read, or never stays still.
 */
export async function readNow(
  folder: FolderHandle,
  seen: Draft,
  options: ReadNowOptions,
): Promise<Draft | null> {
  const { sink, fault = noFaults, lookAgain } = options;
  const shown = toShownPath(seen.entry.path);
  let draft: Draft | null = seen;
  for (let readings = 1; draft?.entry.type === "file"; readings += 1) {
    if (readings > maxReadings) throw neverStill(shown);
    const { entry } = draft;
    const onRead = (): void => fault(`read ${entry.path}`);
    const digest = read(folder, draft, { sink, onRead }, shown);
    if (digest !== null) return { ...draft, entry: { ...entry, hash: digest } };
    await setTimeout(readings * 5);
    draft = await lookAgain();
  }
  return draft;
}

function read(
  ...[folder, { entry, seen }, options, shown]: readonly [
    FolderHandle,
    Draft,
    Parameters<typeof readContent>[3],
    string,
  ]
): string | null {
  try {
    return readContent(folder, nameOf(entry.path), seen, options);
  } catch (error) {
    throw unreadable(shown, error);
  }
}

function neverStill(shown: string): KimiError {
  return new KimiError(
    "workspace",
    `"${shown}" changed each of the ${maxReadings} times it was read: stop what writes to it, or try again`,
    { retryable: true },
  );
}
