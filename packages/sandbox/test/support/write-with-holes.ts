import { closeSync, constants, ftruncateSync, openSync, writeSync } from "node:fs";

const blockBytes = 4096;

/** Writes a file; with `hasHoles`, blocks of zeroes are left out. */
export function writeWithHoles(path: string | Buffer, content: Uint8Array, hasHoles: boolean): void {
  // A FIFO in the way is an error, not something to wait for.
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NONBLOCK } = constants;
  const file = openSync(path, O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK, 0o666);
  try {
    for (let at = 0; at < content.length; at += blockBytes) {
      const block = content.subarray(at, at + blockBytes);
      if (!hasHoles || block.some((byte) => byte !== 0)) writeSync(file, block, 0, block.length, at);
    }
    ftruncateSync(file, content.length);
  } finally {
    closeSync(file);
  }
}
