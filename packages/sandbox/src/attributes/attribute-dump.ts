import type { RawPath } from "../paths/raw-path.ts";

/**
 * The extended attributes of one entry, access control lists included, as text: a line `<name>=0x<hex>` each, sorted,
 * one byte a character. Names are escaped the way `getfattr` and `setfattr` do it.
 */
export type AttributeDump = string;

/** What `getfattr -d -e hex` printed, by path; attributes that belong to the place rather than the entry left out. */
export function parseAttributeDumps(printed: string): ReadonlyMap<RawPath, AttributeDump> {
  const dumps = new Map<RawPath, AttributeDump>();
  for (const block of printed.split("\n\n")) {
    const [head = "", ...lines] = block.split("\n");
    const held = lines.filter(isHeld).toSorted();
    if (!head.startsWith(heading) || held.length === 0) continue;
    dumps.set(unescape(head.slice(heading.length)).replace(/^\.\//, ""), `${held.join("\n")}\n`);
  }
  return dumps;
}

/**
 * What `setfattr --restore` takes to give `path` the attributes of `dump`. Access control lists come last, since with
 * them the owner may lose the right to set the others.
 */
export function formatAttributeDump(path: RawPath, dump: AttributeDump): string {
  const escaped = path.replaceAll(
    /[\n\r\\]/g,
    (byte) => `\\${byte.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
  const lines = dump.split("\n").filter(Boolean);
  const ordered = [...lines.filter((line) => !isList(line)), ...lines.filter((line) => isList(line))];
  return `${heading}./${escaped}\n${ordered.join("\n")}\n\n`;
}

/** The names in a dump, as a program takes them for an argument. */
export function namesIn(dump: AttributeDump): readonly string[] {
  return dump
    .split("\n")
    .flatMap((line) => (line === "" ? [] : [unescape(line.slice(0, line.indexOf("=")))]));
}

function isList(line: string): boolean {
  return line.startsWith("system.");
}

const heading = "# file: ";
/**
 * Labels, signatures and overlay marks are given by the machine; the last two kinds only root can set. XFS shows root each
 * access control list a second time under a name of its own.
 */
const heldByAll = /^(?:user\.|system\.posix_acl_)/;
const heldByRoot = /^(?:user\.|system\.posix_acl_|security\.capability=|trusted\.(?!overlay\.|SGI_ACL_))/;
const held = process.getuid?.() === 0 ? heldByRoot : heldByAll;

function isHeld(line: string): boolean {
  return held.test(line);
}

function unescape(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
