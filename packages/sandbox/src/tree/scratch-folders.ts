import { chmodSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { removeStubborn } from "./tree-place.ts";

/**
 * Folders of our own for commands, each for one at a time. One that comes back with nothing left in it is given to a
 * later command: making and deleting folders costs more than all else we do for a command.
 */
export class ScratchFolders {
  readonly #parent: string;
  readonly #free: string[] = [];

  /** `parent` is made when the first is taken. */
  constructor(parent: string) {
    this.#parent = parent;
  }

  /** One that holds nothing but empty folders of its owner's. */
  take(): string {
    const scratch = this.#free.pop() ?? join(this.#parent, randomUUID());
    mkdirSync(scratch, { recursive: true, mode: 0o700 });
    return scratch;
  }

  giveBack(scratch: string): void {
    if (isClean(scratch)) this.#free.push(scratch);
    else removeStubborn(scratch);
  }
}

function isClean(scratch: string): boolean {
  try {
    return readdirSync(scratch, { withFileTypes: true }).every((entry) => {
      const path = join(scratch, entry.name);
      if (!entry.isDirectory() || readdirSync(path).length > 0) return false;
      if ((statSync(path).mode & 0o7777) !== 0o700) chmodSync(path, 0o700);
      return true;
    });
  } catch {
    return false;
  }
}
