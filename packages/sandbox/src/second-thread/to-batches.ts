const batchBytes = 2 * 1024 * 1024;
const batchFiles = 256;

/**
 * Cuts many files, `sizeOf` each in bytes, into pieces of work for two threads: of no more than 256 files and 2 MiB,
 * unless one file alone is more.
 */
export function toBatches<T>(files: readonly T[], sizeOf: (file: T) => number): readonly (readonly T[])[] {
  const batches: T[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = batches.at(-1);
    bytes += sizeOf(file);
    if (last !== undefined && bytes <= batchBytes && last.length < batchFiles) last.push(file);
    else {
      batches.push([file]);
      bytes = sizeOf(file);
    }
  }
  return batches;
}

/** Room for the files of a batch, as long as none alone is more. */
export function makeSlab(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(batchBytes);
}
