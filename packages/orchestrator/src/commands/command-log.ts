import type { AskedCommand, CommandRecord } from "./command-record.ts";

/** What becomes of a command that the log does not hold. `refuse`: a replay, which runs nothing. */
export type OnUnknown = "run" | "refuse";

/** A command's place in the run. */
export type CommandPlace = Pick<CommandRecord, "scope" | "ordinal">;

/**
 * The commands of a run that ended before, by what they ran on. One is given again where the same is asked for, on the
 * same files, in the same attempt or verdict; as often as it ran there.
 */
export class CommandLog {
  readonly onUnknown: OnUnknown;
  readonly #stored = new Map<string, CommandRecord[]>();
  readonly #ordinals = new Map<string, number>();
  #scope = "run";

  /** `stored` in the order in which they ran. */
  constructor(stored: readonly CommandRecord[] = [], onUnknown: OnUnknown = "run") {
    this.onUnknown = onUnknown;
    for (const record of stored) {
      const key = keyOf(record.scope, record.tree, record.asked);
      this.#stored.set(key, [...(this.#stored.get(key) ?? []), record]);
    }
  }

  /** Commands from now on belong to this attempt or verdict. */
  enter(scope: string): void {
    this.#scope = scope;
  }

  /** The place of the next command. */
  next(): CommandPlace {
    const ordinal = (this.#ordinals.get(this.#scope) ?? 0) + 1;
    this.#ordinals.set(this.#scope, ordinal);
    return { scope: this.#scope, ordinal };
  }

  /** The record of the same command on the same files; `null` when there is none that was not given yet. */
  take({ scope }: CommandPlace, tree: string, asked: AskedCommand): CommandRecord | null {
    return this.#stored.get(keyOf(scope, tree, asked))?.shift() ?? null;
  }

  /** The record at a place, whatever it is, of those that were not given yet. */
  at({ scope, ordinal }: CommandPlace): CommandRecord | null {
    const all = [...this.#stored.values()].flat();
    return all.find((record) => record.scope === scope && record.ordinal === ordinal) ?? null;
  }
}

function keyOf(scope: string, tree: string, asked: AskedCommand): string {
  const { argv, workingDirectory, env, network, timeoutMs, maxOutputBytes, supportFiles, reportFiles } =
    asked;
  const limits = [timeoutMs, maxOutputBytes];
  return JSON.stringify([
    scope,
    tree,
    argv,
    workingDirectory,
    env,
    network,
    limits,
    supportFiles,
    reportFiles,
  ]);
}
