import { treePathSchema } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import { type RawPath, toRawPath } from "./raw-path.ts";
import { fromShownPath } from "./shown-path.ts";

/**
 * The raw path of an entry that a tool may touch.
 * @throws KimiError `path-refused` for anything that is no path inside the tree, and for `.git` and `.kimi_agent`, in
 * whatever case, at any depth: file systems that fold case would take the one for the other.
 */
export function parseToolPath(path: string): RawPath {
  const raw = fromShownPath(path);
  // Escapes may spell what the schema refuses, so both spellings are checked.
  if (!treePathSchema.safeParse(path).success || !treePathSchema.safeParse(raw).success) {
    throw new KimiError(
      "path-refused",
      `"${path}" is no path inside the tree: expected a relative path with forward slashes and no . or .. segment`,
    );
  }
  const reserved = raw.split("/").find((segment) => reservedNames.has(foldCase(segment)));
  if (reserved !== undefined) {
    throw new KimiError(
      "path-refused",
      `"${path}" is refused: ${reserved} belongs to git or to this program`,
    );
  }
  return raw;
}

/** Like {@link parseToolPath}, and the root for the empty string. */
export function parseToolFolder(path: string): RawPath {
  return path === "" || path === "." ? "" : parseToolPath(path);
}

const reservedNames: ReadonlySet<string> = new Set([".git", ".kimi_agent"].map(toRawPath));

// File systems that fold case may also ignore these when they compare names (HFS+ drops zero-width characters, NTFS trailing dots and blanks).
function foldCase(segment: RawPath): string {
  const text = Buffer.from(segment, "latin1").toString("utf8");
  return text
    .normalize("NFKC")
    .replaceAll(/\p{Cf}/gu, "")
    .replace(/[. ]+$/, "")
    .toLowerCase();
}
