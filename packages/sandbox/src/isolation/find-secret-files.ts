import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";

/** Where package managers keep settings within installations of theirs: globally set tokens end up there. A star is any name. */
const places = [
  ..."etc/npmrc .npmrc pip.conf conf/settings.xml".split(" "),
  ..."versions/node/*/etc/npmrc versions/*/etc/npmrc versions/*/pip.conf".split(" "),
  ..."installs/node/*/etc/npmrc installs/nodejs/*/etc/npmrc installs/python/*/pip.conf".split(" "),
  ..."tools/image/node/*/etc/npmrc node-versions/*/installation/etc/npmrc".split(" "),
  ..."credentials credentials/* credentials.toml auth.json".split(" "),
].map((place) => place.split("/"));

const maxBytes = 1024 ** 2;

/** Files in folders that commands may see, which hold passwords or tokens. */
export function findSecretFiles(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => match(folder, places)).filter(holdsSecret);
}

/** What is in a folder at one of the places, which are told from there on. Hidden names are not what a star stands for. */
function match(folder: string, wanted: readonly (readonly string[])[]): readonly string[] {
  const byFirst = Map.groupBy(wanted, ([first = ""]) => first);
  return [...byFirst].flatMap(([first, those]) => {
    const rest = those.map((place) => place.slice(1)).filter((place) => place.length > 0);
    const names = first === "*" ? list(folder).filter((name) => !name.startsWith(".")) : [first];
    return names
      .map((name) => `${folder}/${name}`)
      .filter((path) => existsSync(path))
      .flatMap((path) => [...(rest.length < those.length ? [path] : []), ...match(path, rest)]);
  });
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
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
