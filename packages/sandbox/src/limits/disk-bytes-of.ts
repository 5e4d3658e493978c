const blockBytes = 4096;

/** What entries take on disk, about. */
export function diskBytesOf(entries: Iterable<{ readonly size: number }>): number {
  let bytes = 0;
  for (const { size } of entries) bytes += Math.ceil((size + 1) / blockBytes) * blockBytes;
  return bytes;
}
