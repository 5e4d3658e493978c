import { closeSync, mkdirSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { errnoOf } from "../disk/errno-of.ts";
import { removeFileIfPossible } from "../disk/remove-file.ts";
import { currentOwner, formatOwner, isAlive, parseOwner } from "../disk/process-owner.ts";

const everyMs = 20;

/**
 * Keeps collection and use of one store apart, across processes: any number use it, or one collects. Whoever comes
 * leaves a file first and looks at the other side's files afterwards, so two never miss each other. Files of processes
 * that are no more do not count.
 */
export class StoreGate {
  readonly #users: string;
  readonly #collectors: string;

  constructor(folder: string) {
    this.#users = join(folder, "users");
    this.#collectors = join(folder, "collectors");
    for (const path of [this.#users, this.#collectors]) mkdirSync(path, { recursive: true, mode: 0o700 });
  }

  /** To read from the store or add to it; waits while somebody collects. */
  async use(): Promise<Disposable> {
    for (;;) {
      const sign = leaveSign(this.#users);
      if (!isAnyPresent(this.#collectors, null)) return toDisposable(sign);
      removeFileIfPossible(sign);
      await setTimeout(everyMs);
    }
  }

  /**
   * To delete from it, alone; `null` when it is still in use after `patienceMs`. Keeps others out while it waits for
   * those that are in; where two want to collect, one steps back for a moment, and the other goes first.
   */
  async collect(patienceMs: number): Promise<Disposable | null> {
    const startedMs = performance.now();
    for (;;) {
      const sign = leaveSign(this.#collectors);
      while (!isAnyPresent(this.#collectors, sign)) {
        if (!isAnyPresent(this.#users, null)) return toDisposable(sign);
        if (performance.now() - startedMs >= patienceMs) break;
        await setTimeout(everyMs);
      }
      removeFileIfPossible(sign);
      if (performance.now() - startedMs >= patienceMs) return null;
      // Not both for the same time, or they would meet again.
      await setTimeout(everyMs * (0.5 + Math.random()));
    }
  }
}

/** How many signs this thread has left. */
let signs = 0;

function leaveSign(folder: string): string {
  for (;;) {
    const sign = join(folder, `${formatOwner(currentOwner())}.${(signs += 1)}`);
    try {
      closeSync(openSync(sign, "wx", 0o600));
      return sign;
    } catch (error) {
      // Another thread of this process counts as well.
      if (errnoOf(error) !== "EEXIST") throw error;
    }
  }
}

function isAnyPresent(folder: string, own: string | null): boolean {
  return readdirSync(folder).some((name) => {
    const path = join(folder, name);
    if (path === own) return false;
    const owner = parseOwner(name);
    if (owner !== null && isAlive(owner)) return true;
    removeFileIfPossible(path);
    return false;
  });
}

function toDisposable(sign: string): Disposable {
  return { [Symbol.dispose]: () => removeFileIfPossible(sign) };
}
