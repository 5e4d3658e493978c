import { KimiError, type TextEdit } from "@kimi/contracts";
import type { HunkPlace } from "./locate-hunk.ts";
import type { PatchOperation } from "./patch-operation.ts";
import { updateText } from "./update-text.ts";

/** Texts by path; `null` where nothing is. */
export type FileTexts = ReadonlyMap<string, string | null>;

/** What a patch comes to: carried out whole, or not at all. */
export interface PatchPlan {
  /** At most one edit a path. */
  readonly edits: readonly TextEdit[];
  /** One line for each section: what is done, and how literally each hunk was found. */
  readonly report: readonly string[];
}

/** Every path that a patch reads or writes. */
export function pathsOfPatch(operations: readonly PatchOperation[]): readonly string[] {
  const paths = operations.flatMap((operation) =>
    operation.kind === "update" && operation.moveTo !== null
      ? [operation.path, operation.moveTo]
      : [operation.path],
  );
  return [...new Set(paths)];
}

/**
 * Works out the edits of a patch over the present `files` (all of {@link pathsOfPatch}); touches nothing.
 * @throws KimiError `usage` naming the file, when any section cannot be carried out or the patch changes nothing.
 */
export function planPatch(operations: readonly PatchOperation[], files: FileTexts): PatchPlan {
  const texts = new Map(files);
  const report = operations.map((operation) => {
    try {
      return carryOut(operation, texts);
    } catch (error) {
      if (!(error instanceof KimiError)) throw error;
      throw new KimiError(error.code, `${operation.path}: ${error.message} No file was changed.`, {
        cause: error,
      });
    }
  });
  const edits = [...texts].flatMap(([path, text]): TextEdit[] => {
    if (text === (files.get(path) ?? null)) return [];
    return [text === null ? { kind: "delete", path } : { kind: "write", path, text }];
  });
  if (edits.length === 0) throw new KimiError("usage", "The patch leaves every file as it is.");
  return { edits, report };
}

function carryOut(operation: PatchOperation, texts: Map<string, string | null>): string {
  const { path } = operation;
  const present = texts.get(path) ?? null;
  if (operation.kind === "add") {
    if (present !== null) {
      throw new KimiError(
        "usage",
        "The file exists already: use *** Update File, or write_file to replace it whole.",
      );
    }
    texts.set(path, operation.lines.map((line) => `${line}\n`).join(""));
    return `${path}: added`;
  }
  if (present === null) throw new KimiError("usage", "There is no such file.");
  if (operation.kind === "delete") {
    texts.set(path, null);
    return `${path}: deleted`;
  }
  const { text, places } = updateText(present, operation.hunks);
  texts.set(path, text);
  if (operation.moveTo !== null) move(texts, path, operation.moveTo);
  return `${path}: ${operation.moveTo === null ? "updated" : `moved to ${operation.moveTo}`}${describePlaces(places)}`;
}

function move(texts: Map<string, string | null>, from: string, to: string): void {
  if ((texts.get(to) ?? null) !== null)
    throw new KimiError("usage", `${to} exists already, so nothing can move there.`);
  texts.set(to, texts.get(from) ?? null);
  texts.set(from, null);
}

function describePlaces(places: readonly HunkPlace[]): string {
  const described = places.map(({ start, rung }) => `line ${start + 1}, ${rung}`);
  return described.length === 0 ? "" : ` (${described.join("; ")})`;
}
