import { readFileSync } from "node:fs";
import { type ProcessSample, sampleProcesses } from "./process-table.ts";

/** The processes of one command, wherever they have gone. */
export class ProcessFamily {
  readonly #leader: number;
  readonly #marker: string | null;
  /** Seen before: stays one of ours whoever its parent is by now. */
  #ours: ReadonlyMap<number, number> = new Map();
  /** Seen before, and none of ours. */
  #strangers: ReadonlyMap<number, number> = new Map();

  /** `leader`: the first process, which leads a session. `marker`: in the environment of all of them; `null` where none can leave. */
  constructor(leader: number, marker: string | null) {
    this.#leader = leader;
    this.#marker = marker;
  }

  /** The members alive now. */
  list(): readonly ProcessSample[] {
    const all = sampleProcesses();
    const children = Map.groupBy(all.values(), ({ parent }) => parent);
    const found = new Map<number, ProcessSample>();
    const strangers = new Map<number, number>();
    const take = (first: ProcessSample): void => {
      const waiting = [first];
      for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
        if (found.has(one.pid)) continue;
        found.set(one.pid, one);
        waiting.push(...(children.get(one.pid) ?? []));
      }
    };
    for (const one of all.values()) if (this.#isKnown(one)) take(one);
    for (const one of all.values()) {
      if (found.has(one.pid)) continue;
      if (this.#strangers.get(one.pid) === one.startTicks || !this.#isMarked(one))
        strangers.set(one.pid, one.startTicks);
      else take(one);
    }
    this.#strangers = strangers;
    this.#ours = new Map([...found.values()].map(({ pid, startTicks }) => [pid, startTicks]));
    return [...found.values()];
  }

  #isKnown({ pid, group, session, startTicks }: ProcessSample): boolean {
    const isFirst = pid === this.#leader || group === this.#leader || session === this.#leader;
    return isFirst || this.#ours.get(pid) === startTicks;
  }

  /** Asked once for each process. */
  #isMarked({ pid }: ProcessSample): boolean {
    if (this.#marker === null || pid === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, "latin1").includes(this.#marker);
    } catch {
      return false;
    }
  }
}
