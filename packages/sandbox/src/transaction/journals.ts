import { mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RecoveredOperation } from "@kimi/contracts";
import type { KimiError } from "@kimi/contracts/errors";
import type { FaultHook } from "../disk/fault-hook.ts";
import { toDiskError } from "../disk/to-disk-error.ts";
import { removeTemporaries } from "../disk/remove-temporaries.ts";
import { syncFolder } from "../disk/write-durably.ts";
import { Journal, type JournalContent } from "./journal.ts";
import { recoverTarget } from "./recover-target.ts";

/** The journals of one store: a file each, present for as long as the operation is under way. */
export class Journals {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    try {
      if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) syncFolder(dirname(folder));
    } catch (error) {
      throw toDiskError(error, `the folder of journals ${folder} could not be made`);
    }
  }

  begin(content: Omit<JournalContent, "version" | "steps">): Journal {
    return Journal.begin(this.#folder, content);
  }

  /**
   * Finishes or undoes what dead processes left, wherever it can be.
   * @throws KimiError `workspace` when a journal cannot be read, the others being settled then.
   */
  async recover(fault: FaultHook): Promise<readonly RecoveredOperation[]> {
    const recovered: RecoveredOperation[] = [];
    let failure: KimiError | null = null;
    for (const path of this.#list()) {
      try {
        const journal = Journal.takeOver(path);
        const operation = journal === null ? null : await recoverTarget(journal, fault);
        if (operation !== null) recovered.push(operation);
      } catch (error) {
        failure = toDiskError(error, `${path} could not be taken up`);
      }
    }
    if (failure !== null) throw failure;
    return recovered;
  }

  #list(): readonly string[] {
    removeTemporaries(this.#folder);
    const names = readdirSync(this.#folder).filter((name) => !name.endsWith(".tmp"));
    return names.toSorted().map((name) => join(this.#folder, name));
  }
}
