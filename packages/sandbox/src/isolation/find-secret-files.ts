import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Where package managers keep settings within installations of theirs: globally set tokens end up there. */
const places = [
  ..."etc/npmrc .npmrc pip.conf conf/settings.xml".split(" "),
  ..."versions/node/*/etc/npmrc versions/*/etc/npmrc versions/*/pip.conf".split(" "),
  ..."installs/node/*/etc/npmrc installs/nodejs/*/etc/npmrc installs/python/*/pip.conf".split(" "),
  ..."tools/image/node/*/etc/npmrc node-versions/*/installation/etc/npmrc".split(" "),
  ..."credentials credentials/* credentials.toml auth.json".split(" "),
];

const maxBytes = 1024 ** 2;

/** Files in folders that commands may see, which hold passwords or tokens. */
export function findSecretFiles(folders: readonly string[]): readonly string[] {
  return folders
    .flatMap((folder) => globSync([...places], { cwd: folder }).map((path) => join(folder, path)))
    .filter(holdsSecret);
}

function holdsSecret(path: string): boolean {
  try {
    const stats = statSync(path);
    if (!stats.isFile() || stats.size > maxBytes) return false;
    return /_auth|passw|token|secret|:\/\/[^\s/@]+:[^\s/@]+@/i.test(readFileSync(path, "utf8"));
  } catch {
    // What we cannot read, commands cannot either.
    return false;
  }
}
