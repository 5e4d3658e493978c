import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { isAlive, parseOwner } from "../disk/process-owner.ts";
import { syncFolder } from "../disk/write-durably.ts";
import { Journal, type JournalContent } from "./journal.ts";

/** The journals of one store: a file each, present for as long as the operation is under way. */
export class Journals {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) syncFolder(dirname(folder));
  }

  begin(content: Omit<JournalContent, "version" | "steps">): Journal {
    return Journal.begin(this.#folder, content);
  }

  /** Paths of all of them. What dead processes had only begun to write is deleted. */
  list(): readonly string[] {
    const paths: string[] = [];
    for (const name of readdirSync(this.#folder).toSorted()) {
      const path = join(this.#folder, name);
      if (!name.endsWith(".tmp")) paths.push(path);
      else if (!isOfLiving(name)) rmSync(path, { force: true });
    }
    return paths;
  }
}

function isOfLiving(name: string): boolean {
  const owner = parseOwner(name);
  return owner !== null && isAlive(owner);
}
