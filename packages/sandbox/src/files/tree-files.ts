import { closeSync, constants, readFileSync } from "node:fs";
import type { FileEdit, FolderEntry, TextMatch, TextSearch, WorkspaceFiles } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import type { AttributeDump } from "../attributes/attribute-dump.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { type FaultHook, noFaults } from "../disk/fault-hook.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { toDiskError } from "../disk/to-disk-error.ts";
import { parseToolFolder, parseToolPath } from "../paths/parse-tool-path.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";
import { commitSteps, undoSteps } from "../transaction/commit-steps.ts";
import { folderReader } from "../transaction/folder-reader.ts";
import { planSteps } from "../transaction/plan-steps.ts";
import { type StagingArea, contentsInMemory } from "../transaction/staging-area.ts";
import { listSourceFiles } from "./list-source-files.ts";
import { planEdits } from "./plan-edits.ts";
import { searchText } from "./search-text.ts";

export interface TreeFilesOptions {
  readonly root: string;
  /** A staging area on the tree's file system, removed by the caller of it. */
  readonly openStaging: () => StagingArea;
  /** Told of the paths of an edit, before and after it. @default nobody is told */
  readonly onWrite?: (paths: readonly RawPath[]) => void;
  /** The extended attributes of files that are about to be written, of those that have any. @default none has */
  readonly readAttributes?: (
    paths: readonly RawPath[],
  ) => Promise<ReadonlyMap<RawPath, AttributeDump> | null>;
  /** @default noFaults */
  readonly fault?: FaultHook;
}

/** The files of one tree, for tools: no link is followed, and `.git` and `.kimi_agent` do not exist. */
export class TreeFiles implements WorkspaceFiles {
  readonly #options: TreeFilesOptions;

  constructor(options: TreeFilesOptions) {
    this.#options = options;
  }

  async list(folder: string): Promise<readonly FolderEntry[]> {
    const path = parseToolFolder(folder);
    try {
      using handle = FolderHandle.openBelow(this.#options.root, path);
      const names = handle
        .list()
        .filter((name) => !isReserved(name))
        .toSorted();
      return names.flatMap((name) => describeEntry(handle, name, path) ?? []);
    } catch (error) {
      if (errnoOf(error) !== "ENOENT") throw error;
      throw new KimiError("workspace", `there is no folder "${folder}"`, { cause: error });
    }
  }

  async listSourceFiles(folder = ""): Promise<readonly FolderEntry[]> {
    const path = parseToolFolder(folder);
    await this.list(folder);
    return listSourceFiles(this.#options.root, path);
  }

  async read(path: string): Promise<Uint8Array | null> {
    const raw = parseToolPath(path);
    try {
      using parent = FolderHandle.openBelow(this.#options.root, parentOf(raw));
      const stats = parent.stat(nameOf(raw));
      if (stats === null) return null;
      if (!stats.isFile()) throw notAFile(path, stats.isSymbolicLink() ? parent.readLink(nameOf(raw)) : null);
      const file = parent.openFile(nameOf(raw), constants.O_RDONLY);
      try {
        return readFileSync(file);
      } finally {
        closeSync(file);
      }
    } catch (error) {
      if (errnoOf(error) === "ENOENT") return null;
      throw toDiskError(error, `"${path}" could not be read`);
    }
  }

  async edit(edits: readonly FileEdit[]): Promise<void> {
    try {
      await this.#edit(edits);
    } catch (error) {
      throw toDiskError(error, "the edit was not carried out, and nothing was changed");
    }
  }

  search(
    search: TextSearch,
  ): Promise<{ readonly matches: readonly TextMatch[]; readonly truncated: boolean }> {
    return searchText(this.#options.root, search);
  }

  async #edit(edits: readonly FileEdit[]): Promise<void> {
    const { root, openStaging, fault = noFaults } = this.#options;
    const contents = edits.map((edit) => (edit.kind === "write" ? edit.content : new Uint8Array()));
    const kept = [...((await this.#options.readAttributes?.(edits.map(toRaw))) ?? [])];
    const dumps = kept.map(([, dump]) => Buffer.from(dump, "latin1"));
    const { hashes, source } = contentsInMemory([...contents, ...dumps]);
    const attributes = new Map(kept.map(([path], at) => [path, hashes[edits.length + at] ?? null]));
    const changes = planEdits(root, edits, { hashes, attributes, nowUs: Date.now() * 1000 });
    const tell = (): void => this.#options.onWrite?.(changes.map(({ path }) => path));
    tell();
    const { steps, staged } = planSteps({ changes, folderAt: folderReader(root) });
    using area = openStaging();
    try {
      for (const [slot, entry] of staged) area.stage(slot, entry, { source, durable: false });
      area.complete({ durable: false });
    } catch (error) {
      area.remove();
      throw error;
    }
    const stopped = await commitSteps({ root, area, guarded: true, fault }, steps);
    // Should the disk refuse even this, the area keeps what could not be put back.
    if (stopped !== null) undoSteps({ root, area }, stopped.toUndo);
    area.remove();
    // Once more, since somebody may have recorded the tree in the meantime.
    tell();
    if (stopped !== null) throw stopped.failure;
  }
}

function toRaw({ path }: FileEdit): RawPath {
  return parseToolPath(path);
}

function isReserved(name: RawPath): boolean {
  return name === ".git" || name === ".kimi_agent";
}

function describeEntry(folder: FolderHandle, name: RawPath, path: RawPath): FolderEntry | null {
  const stats = folder.stat(name);
  if (stats === null) return null;
  const shown = toShownPath(path === "" ? name : `${path}/${name}`);
  if (stats.isFile()) return { path: shown, type: "file", size: Number(stats.size) };
  if (stats.isDirectory()) return { path: shown, type: "directory", size: 0 };
  return { path: shown, type: stats.isSymbolicLink() ? "symlink" : "other", size: 0 };
}

function notAFile(path: string, target: RawPath | null): KimiError {
  return new KimiError(
    "workspace",
    target === null
      ? `"${path}" is no regular file: expected one to read`
      : `"${path}" is a symbolic link to "${toShownPath(target)}", and links are not followed: read the path it leads to`,
  );
}
