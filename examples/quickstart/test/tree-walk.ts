import { createHash } from "node:crypto";
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import path from "node:path";

/** Every entry below a folder by its path: type, permission bits, and a file's content or a link's target. */
export async function walkTree(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const absolute = path.join(entry.parentPath, entry.name);
    const relative = path.relative(folder, absolute);
    if (relative.split("/")[0] === ".kimi_agent") continue;
    const mode = ((await lstat(absolute)).mode & 0o7777).toString(8);
    if (entry.isSymbolicLink()) entries[relative] = `link ${mode} ${await readlink(absolute)}`;
    else if (entry.isDirectory()) entries[relative] = `folder ${mode}`;
    else
      entries[relative] = `file ${mode} ${createHash("sha256")
        .update(await readFile(absolute))
        .digest("hex")}`;
  }
  return entries;
}

/** Paths that differ between two walks, by path: `+` added, `-` removed, `*` other content, and modes that changed. */
export function compareTrees(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return paths.flatMap((one) => {
    const [old, now] = [before[one], after[one]];
    if (old === now) return [];
    if (old === undefined) return [`+ ${one}`];
    if (now === undefined) return [`- ${one}`];
    const [oldMode, newMode] = [old, now].map((entry) => entry.split(" ")[1]);
    return [oldMode === newMode ? `* ${one}` : `* ${one}, mode ${oldMode} → ${newMode}`];
  });
}
