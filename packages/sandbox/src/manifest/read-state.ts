import type { EntryState } from "@kimi/contracts";
import { hash } from "node:crypto";
import type { FolderHandle } from "../disk/folder-handle.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { readContent } from "../scan/read-content.ts";
import { toSeen } from "../scan/seen.ts";
import { hashesOnly } from "../store/content-sink.ts";

/** What is at `name` now, its content read; `null` for nothing, `"other"` for what no snapshot holds or never stays still. */
export function readState(folder: FolderHandle, name: RawPath): EntryState | "other" | null {
  const stats = folder.stat(name);
  if (stats === null) return null;
  const mode = Number(stats.mode) & 0o7777;
  if (stats.isDirectory()) return { type: "directory", mode, hash: null, size: 0 };
  if (stats.isFIFO()) return { type: "fifo", mode, hash: null, size: 0 };
  if (stats.isSymbolicLink()) {
    const target = folder.readLink(name);
    const digest = hash("sha256", Buffer.from(target, "latin1"), "hex");
    return { type: "symlink", mode: 0o777, hash: digest, size: target.length };
  }
  const digest = stats.isFile()
    ? readContent(folder, name, toSeen(stats), { sink: hashesOnly, onRead: () => undefined })
    : null;
  return digest === null ? "other" : { type: "file", mode, hash: digest, size: Number(stats.size) };
}
