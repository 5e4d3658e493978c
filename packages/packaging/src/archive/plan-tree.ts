import { lstat, readlink } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import type { FolderEntry, Redactor, WorkingTree } from "@kimi/contracts";
import type { ArchivePlan, PlannedEntry } from "./archive-plan.ts";
import { holdsSecret } from "./holds-secret.ts";
import type { LeftOut, LeftOutReason } from "./left-out.ts";
import { isSecretPath } from "./secret-path.ts";

/** Never part of an export, wherever in the tree they are: not the project's, or to be had again. */
const skippedNames: ReadonlySet<string> = new Set([".git", ".kimi_agent", "node_modules"]);

type Decision = { readonly entry: PlannedEntry } | { readonly leftOut: LeftOutReason };

/** Walks a working tree that nobody changes and searches every file in it. Entries are put below `prefix`. */
export async function planTree(
  tree: Pick<WorkingTree, "root" | "files">,
  redactor: Redactor,
  prefix: string,
): Promise<ArchivePlan> {
  const entries: PlannedEntry[] = [];
  const leftOut: LeftOut[] = [];
  const walk = async (folder: string): Promise<void> => {
    for (const found of await tree.files.list(folder)) {
      if (skippedNames.has(posix.basename(found.path))) continue;
      const decision = await decide(found, tree, redactor, prefix);
      if ("leftOut" in decision) leftOut.push({ path: prefix + found.path, reason: decision.leftOut });
      else entries.push(decision.entry);
      if (found.type === "directory" && "entry" in decision) await walk(found.path);
    }
  };
  await walk("");
  return { entries, leftOut };
}

async function decide(
  { path, type }: FolderEntry,
  { root, files }: Pick<WorkingTree, "root" | "files">,
  redactor: Redactor,
  prefix: string,
): Promise<Decision> {
  const place = join(root, path);
  const mode = await modeOf(place);
  if (mode === null) return { leftOut: "unreadable" };
  if (type === "directory")
    return { entry: { path: `${prefix}${path}/`, mode, read: async () => new Uint8Array() } };
  if (isSecretPath(path)) return { leftOut: "secret-name" };
  if (type === "symlink") return decideLink(path, prefix, await readlink(place), redactor);
  const read = async (): Promise<Uint8Array | null> => (type === "file" ? files.read(path) : null);
  const content = await read();
  if (content === null) return { leftOut: "unreadable" };
  if (holdsSecret(content, redactor)) return { leftOut: "secret-found" };
  return { entry: { path: prefix + path, mode, read: async () => (await read()) ?? new Uint8Array() } };
}

// Extracted, a link out of the project would read or write whatever is there on the other machine.
function decideLink(path: string, prefix: string, target: string, redactor: Redactor): Decision {
  const goal = posix.normalize(posix.join(dirname(path), target));
  if (posix.isAbsolute(target) || goal === ".." || goal.startsWith("../")) return { leftOut: "link-outside" };
  const content = Buffer.from(target);
  if (holdsSecret(content, redactor)) return { leftOut: "secret-found" };
  // Systems differ in what mode a link has; on Linux it is always this.
  return { entry: { path: prefix + path, mode: 0o120777, read: async () => content } };
}

/** `null` when the name cannot be written as text, and so not be found by it. */
async function modeOf(place: string): Promise<number | null> {
  try {
    return (await lstat(place)).mode;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
