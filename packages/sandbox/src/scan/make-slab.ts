/** The small files of a batch together take no more. */
export const slabBytes = 2 * 1024 * 1024;

/** Room for the small files of a batch. */
export function makeSlab(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(slabBytes);
}
