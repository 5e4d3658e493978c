import type { FolderEntry } from "@kimi/contracts";

/** Names of one folder that are shown. */
const maxNames = 60;

interface Folder {
  readonly path: string;
  readonly folders: Map<string, Folder>;
  readonly files: string[];
}

/**
 * The files of a project in at most about `maxLength` characters, a line a folder. Folders are opened breadth first while
 * they fit; of one that does not, the number of files is given. Empty for an empty project.
 */
export function renderRepositoryMap(files: readonly Pick<FolderEntry, "path">[], maxLength: number): string {
  if (files.length === 0) return "";
  const root = buildTree(files.map(({ path }) => path));
  const opened = new Set<Folder>();
  let length = 0;
  const queue = [root];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    length += openedLength(folder);
    if (length > maxLength && opened.size > 0) break;
    opened.add(folder);
    queue.push(...folder.folders.values());
  }
  return ["Files of the project:", ...renderFolder(root, opened)].join("\n");
}

function buildTree(paths: readonly string[]): Folder {
  const root: Folder = { path: "", folders: new Map(), files: [] };
  for (const path of paths) {
    const names = path.split("/");
    let folder = root;
    for (const name of names.slice(0, -1)) {
      const child = folder.folders.get(name) ?? {
        path: `${folder.path}${name}/`,
        folders: new Map(),
        files: [],
      };
      folder.folders.set(name, child);
      folder = child;
    }
    folder.files.push(names.at(-1) ?? path);
  }
  return root;
}

/** What the map grows by when a folder is opened: its own line, and one for each folder in it. */
function openedLength({ path, folders, files }: Folder): number {
  const lines = [...folders.values()].reduce((sum, child) => sum + child.path.length + 14, 0);
  return path.length + renderNames(files).length + lines;
}

function renderFolder(folder: Folder, opened: ReadonlySet<Folder>): readonly string[] {
  if (!opened.has(folder)) return [`${folder.path} (${countFiles(folder)} files)`];
  const own =
    folder.files.length === 0
      ? []
      : [`${folder.path === "" ? "./" : folder.path} ${renderNames(folder.files)}`];
  return [...own, ...[...folder.folders.values()].flatMap((child) => renderFolder(child, opened))];
}

function renderNames(names: readonly string[]): string {
  const shown = names.slice(0, maxNames).join(", ");
  return names.length <= maxNames ? shown : `${shown}, … ${names.length - maxNames} more`;
}

function countFiles({ folders, files }: Folder): number {
  return [...folders.values()].reduce((sum, child) => sum + countFiles(child), files.length);
}
