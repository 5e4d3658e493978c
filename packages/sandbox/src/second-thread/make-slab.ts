const slabBytes = 2 * 1024 * 1024;

/** Room for the files of a batch, as long as none alone is more. */
export function makeSlab(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(slabBytes);
}
