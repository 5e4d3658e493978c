/**
 * A path as the bytes the file system holds, one byte a character (latin1), relative to a root, with forward slashes.
 * Comparing two of them compares bytes; names that are not UTF-8 are as good as any.
 */
export type RawPath = string;

/* oxlint-disable-next-line no-control-regex -- the range is ASCII itself */
const ascii = /^[\x00-\x7f]*$/;

/** What `node:fs` takes for a raw path: a string where both encodings agree, else the bytes. */
export function toDiskPath(raw: RawPath): string | Buffer {
  return ascii.test(raw) ? raw : Buffer.from(raw, "latin1");
}

/** The bytes of an ordinary path, as {@link RawPath}. */
export function toRawPath(path: string): RawPath {
  return ascii.test(path) ? path : Buffer.from(path, "utf8").toString("latin1");
}

/** The folder of a raw path; the empty string for an entry of the root. */
export function parentOf(path: RawPath): RawPath {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

/** The last segment. */
export function nameOf(path: RawPath): RawPath {
  return path.slice(path.lastIndexOf("/") + 1);
}
