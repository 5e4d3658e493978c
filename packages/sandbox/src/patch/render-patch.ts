import { type ChangeSet } from "@kimi/contracts";
import type { Manifest, TreeEntry } from "../manifest/tree-entry.ts";
import { fromShownPath } from "../paths/shown-path.ts";
import { type RawPath } from "../paths/raw-path.ts";
import { binaryPatch } from "./binary-patch.ts";
import { gitBlobId } from "./git-blob-id.ts";
import { quotePath } from "./quote-path.ts";
import { isText, textHunks } from "./text-hunks.ts";

/** Where the contents on both sides of a change set come from. */
export interface PatchSource {
  readonly from: Manifest;
  readonly to: Manifest;
  readonly read: (hash: string) => Buffer;
}

/**
 * A patch that `git apply` takes, binary files included. What git cannot represent is left out: folders, FIFOs, modes
 * beyond whether a file is executable, and what lies in a nested `.git`, for which git would refuse the whole patch.
 */
export function renderPatch(changeSet: ChangeSet, source: PatchSource): string {
  return changeSet.changes
    .map((change) => fromShownPath(change.path))
    .filter((path) => !path.split("/").some((segment) => segment.toLowerCase() === ".git"))
    .map((path) => renderEntry(path, source))
    .join("");
}

function renderEntry(path: RawPath, source: PatchSource): string {
  const before = toSide(source.from.get(path), source);
  const after = toSide(source.to.get(path), source);
  // Git knows a change of type only as one file gone and another come.
  if (before !== null && after !== null && isLink(before) !== isLink(after)) {
    return renderFile(path, before, null) + renderFile(path, null, after);
  }
  return renderFile(path, before, after);
}

/** A file or link as git keeps it. */
interface Side {
  readonly mode: "100644" | "100755" | "120000";
  readonly content: Buffer;
}

function toSide(entry: TreeEntry | undefined, { read }: PatchSource): Side | null {
  if (entry?.target !== undefined && entry.target !== null) {
    return { mode: "120000", content: Buffer.from(entry.target, "latin1") };
  }
  if (entry?.type !== "file" || entry.hash === null) return null;
  return { mode: (entry.mode & 0o100) === 0 ? "100644" : "100755", content: read(entry.hash) };
}

function isLink({ mode }: Side): boolean {
  return mode === "120000";
}

function renderFile(path: RawPath, before: Side | null, after: Side | null): string {
  if (before === null && after === null) return "";
  const isSameContent = before !== null && after !== null && before.content.equals(after.content);
  if (isSameContent && before.mode === after.mode) return "";
  const [a, b] = [quotePath(`a/${path}`), quotePath(`b/${path}`)];
  let text = `diff --git ${a} ${b}\n${modeLines(before, after)}`;
  if (isSameContent) return text;
  // Binary patches need the whole ids, and `git apply` checks the old one.
  const mode = before !== null && after?.mode === before.mode ? ` ${before.mode}` : "";
  text += `index ${gitBlobId(before?.content)}..${gitBlobId(after?.content)}${mode}\n`;
  const [old, fresh] = [before?.content ?? Buffer.alloc(0), after?.content ?? Buffer.alloc(0)];
  if (!isText(old) || !isText(fresh)) return text + binaryPatch(old, fresh);
  const hunks = textHunks(old.toString("utf8"), fresh.toString("utf8"));
  if (hunks === "") return text;
  return `${text}--- ${before === null ? "/dev/null" : endTabbed(a)}\n+++ ${after === null ? "/dev/null" : endTabbed(b)}\n${hunks}`;
}

function modeLines(before: Side | null, after: Side | null): string {
  if (before === null) return `new file mode ${after?.mode ?? ""}\n`;
  if (after === null) return `deleted file mode ${before.mode}\n`;
  return before.mode === after.mode ? "" : `old mode ${before.mode}\nnew mode ${after.mode}\n`;
}

/** A name with blanks ends in a tab, so that it is not taken to end at the first of them. */
function endTabbed(name: string): string {
  return name.includes(" ") && !name.startsWith('"') ? `${name}\t` : name;
}
