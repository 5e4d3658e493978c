import { hash } from "node:crypto";
import { KimiError } from "@kimi/contracts/errors";
import type { Snapshot } from "@kimi/contracts";
import { type Manifest, type TreeEntry, unknownAttributes } from "./tree-entry.ts";

const header = "kimi-manifest 2\0";
/** Before it was recorded what is linked, sparse, or carries attributes. */
const headerBefore = "kimi-manifest 1\0";
const letters = { file: "f", directory: "d", symlink: "l", fifo: "p" } as const;
const types = { f: "file", d: "directory", l: "symlink", p: "fifo" } as const;

/**
 * A manifest as bytes: after the header, for each entry `<letter><marks> <octal mode> <size> <mtime µs> <hash or -> <path>`
 * and a NUL; then, each with another NUL, a link's target, with the mark `n` the name it is linked to, and with `a` the
 * hash of its attributes. The mark `s` says sparse, `u` attributes unknown. The SHA-256 of these bytes is the snapshot's id.
 */
function encodeManifest(manifest: Manifest): Buffer {
  let text = header;
  for (const entry of manifest.values()) {
    text += `${letters[entry.type]}${marksOf(entry)} ${entry.mode.toString(8)} ${entry.size} ${entry.mtimeUs} ${entry.hash ?? "-"} ${entry.path}\0`;
    if (entry.target !== null) text += `${entry.target}\0`;
    if (entry.linkedTo !== null) text += `${entry.linkedTo}\0`;
    if (entry.attributes !== null && entry.attributes !== unknownAttributes) text += `${entry.attributes}\0`;
  }
  return Buffer.from(text, "latin1");
}

function marksOf({ linkedTo, isSparse, attributes }: TreeEntry): string {
  if (linkedTo === null && !isSparse && attributes === null) return "";
  const attributeMark = attributes === unknownAttributes ? "u" : "a";
  return `${linkedTo === null ? "" : "n"}${isSparse ? "s" : ""}${attributes === null ? "" : attributeMark}`;
}

/** @throws KimiError `workspace` when `bytes` are not what {@link encodeManifest} writes or wrote, or not of the snapshot `id`. */
export function decodeManifest(bytes: Buffer, id: string): Manifest {
  const text = bytes.toString("latin1");
  const isBefore = text.startsWith(headerBefore);
  if (hash("sha256", bytes, "hex") !== id || (!isBefore && !text.startsWith(header))) throw damaged(id);
  const fields = text.slice(header.length).split("\0");
  const manifest = new Map<string, TreeEntry>();
  for (let at = 0; at < fields.length - 1; at += 1) {
    const match = /^([fdlp])([nsau]*) ([0-7]+) (\d+) (-?\d+) ([0-9a-f]{64}|-) ([^]+)$/.exec(fields[at] ?? "");
    const [, letter, marks = "", mode, size, mtimeUs, contentHash, path] = match ?? [];
    if (path === undefined) throw damaged(id);
    const type = types[letter === "f" || letter === "d" || letter === "l" ? letter : "p"];
    const target = type === "symlink" ? (fields[++at] ?? "") : null;
    const linkedTo = marks.includes("n") ? (fields[++at] ?? "") : null;
    const attributes = marks.includes("a") ? (fields[++at] ?? "") : null;
    manifest.set(path, {
      path,
      type,
      mode: Number.parseInt(mode ?? "", 8),
      size: Number(size),
      mtimeUs: Number(mtimeUs),
      hash: contentHash === "-" ? null : (contentHash ?? null),
      target,
      linkedTo,
      isSparse: marks.includes("s"),
      attributes: isBefore || marks.includes("u") ? unknownAttributes : attributes,
    });
  }
  return manifest;
}

/** What the ports tell of a manifest, and the bytes it is kept as. */
export function describeManifest(manifest: Manifest): {
  readonly snapshot: Snapshot;
  readonly bytes: Buffer;
} {
  const bytes = encodeManifest(manifest);
  let timeless = "";
  let fileCount = 0;
  let totalBytes = 0;
  for (const entry of manifest.values()) {
    timeless += `${letters[entry.type]} ${entry.mode.toString(8)} ${entry.hash ?? "-"} ${entry.path}\0`;
    if (entry.type !== "file") continue;
    fileCount += 1;
    totalBytes += entry.size;
  }
  const treeHash = hash("sha256", Buffer.from(timeless, "latin1"), "hex");
  return { snapshot: { id: hash("sha256", bytes, "hex"), treeHash, fileCount, totalBytes }, bytes };
}

function damaged(id: string): KimiError {
  return new KimiError(
    "workspace",
    `the manifest of snapshot ${id} is damaged: what it records cannot be trusted; take a new snapshot`,
  );
}
