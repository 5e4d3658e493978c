import { lateCrypto } from "../builtins/late-crypto.ts";
import { KimiError } from "@kimi/contracts/errors";
import type { Snapshot } from "@kimi/contracts";

const magic = "kimi-snapshot 1";

/**
 * What stands for a snapshot on disk: one line with the tree hash, the number of files and their bytes, and the SHA-256
 * of id and line. The tree itself is the folder record of that id.
 */
export function encodeHead({ id, treeHash, fileCount, totalBytes }: Snapshot): string {
  const line = lineOf({ treeHash, fileCount, totalBytes });
  return `${line} ${checksum(id, line)}\n`;
}

/** Whether `text` says of a snapshot what it is, as far as can be told without hashing. */
export function isHeadOf(text: string, snapshot: Snapshot): boolean {
  return text.startsWith(`${lineOf(snapshot)} `) && /^[^ ]+( [^ ]+){4} [0-9a-f]{64}\n$/.test(text);
}

function lineOf({ treeHash, fileCount, totalBytes }: Omit<Snapshot, "id">): string {
  return `${magic} ${treeHash} ${fileCount} ${totalBytes}`;
}

/** @throws KimiError `workspace` when `text` is not what {@link encodeHead} gives for the snapshot `id`. */
export function decodeHead(text: string, id: string): Snapshot {
  const [, line = "", treeHash = "", fileCount, totalBytes, sum] =
    /^(kimi-snapshot 1 ([0-9a-f]{64}) (\d+) (\d+)) ([0-9a-f]{64})\n$/.exec(text) ?? [];
  if (sum === undefined || sum !== checksum(id, line)) throw damaged(id);
  return { id, treeHash, fileCount: Number(fileCount), totalBytes: Number(totalBytes) };
}

function checksum(id: string, line: string): string {
  return lateCrypto().hash("sha256", `${id} ${line}`, "hex");
}

function damaged(id: string): KimiError {
  return new KimiError(
    "workspace",
    `snapshot ${id} is damaged, or was taken by another version: what it records cannot be trusted; take a new snapshot`,
  );
}
