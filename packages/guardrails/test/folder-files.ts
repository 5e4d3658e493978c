import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { KimiError, type FolderEntry, type WorkspaceFiles } from "@kimi/contracts";

const unused = (): never => {
  throw new KimiError("internal", "The licence checker reads files and lists folders, nothing else.");
};

/** A folder on disk as the licence checker sees a tree. `-> target` as a content makes a link. */
export class FolderFiles implements AsyncDisposable, WorkspaceFiles {
  readonly root: string;
  readonly edit = unused;
  readonly search = unused;

  private constructor(root: string) {
    this.root = root;
  }

  static async create(files: Readonly<Record<string, string>>): Promise<FolderFiles> {
    const folder = new FolderFiles(await mkdtemp(join(tmpdir(), "kimi-guardrails-")));
    for (const [path, content] of Object.entries(files)) {
      const absolute = join(folder.root, path);
      await mkdir(dirname(absolute), { recursive: true });
      await (content.startsWith("-> ") ? symlink(content.slice(3), absolute) : writeFile(absolute, content));
    }
    return folder;
  }

  async list(folder: string): Promise<readonly FolderEntry[]> {
    const entries = await readdir(join(this.root, folder), { withFileTypes: true });
    return entries
      .map((entry): FolderEntry => {
        const type = entry.isDirectory() ? "directory" : entry.isSymbolicLink() ? "symlink" : "file";
        return { path: folder === "" ? entry.name : `${folder}/${entry.name}`, type, size: 0 };
      })
      .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }

  async listSourceFiles(folder = ""): Promise<readonly FolderEntry[]> {
    const found: FolderEntry[] = [];
    for (const entry of await this.list(folder)) {
      if (entry.type === "directory") found.push(...(await this.listSourceFiles(entry.path)));
      else found.push(entry);
    }
    return found;
  }

  async read(path: string): Promise<Uint8Array | null> {
    const absolute = join(this.root, path);
    const found = await stat(absolute).catch(() => null);
    return found === null ? null : readFile(absolute);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}
