/** One file, folder or link of a zip archive. */
export interface ZipEntry {
  /** Forward slashes, no leading one; a folder's path ends in one. */
  readonly path: string;
  /** As `stat` gives it: the type bits and the permission bits. */
  readonly mode: number;
  /** A link's is its target, a folder's is empty. */
  readonly content: Uint8Array;
}
