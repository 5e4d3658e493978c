import { createHash } from "node:crypto";
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";

/** Every entry below a folder with its type, mode and content, as lines; what runs leave in `.kimi_agent` apart. */
export async function listTree(root: string, folder = ""): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const name of (await readdir(join(root, folder))).toSorted()) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (path === ".kimi_agent") continue;
    const stat = await lstat(join(root, path));
    const mode = (stat.mode & 0o7777).toString(8);
    if (stat.isDirectory()) lines.push(`${path}/ ${mode}`, ...(await listTree(root, path)));
    else if (stat.isSymbolicLink()) lines.push(`${path} -> ${await readlink(join(root, path))}`);
    else
      lines.push(
        `${path} ${mode} ${createHash("sha256")
          .update(await readFile(join(root, path)))
          .digest("hex")}`,
      );
  }
  return lines;
}
