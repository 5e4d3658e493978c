/** Turns alike in a row after which the model is told, and after which the attempt ends. */
const remarkAfter = 4;
const stuckAfter = 5;
/** Longest cycle of turns that is looked for: A B C A B C … */
const maxPeriod = 3;

/** A tool call as the model wrote it. */
export interface RepeatedCall {
  readonly name: string;
  readonly arguments: string;
}

/** Notices a model that makes the same calls again and again. */
export class RepetitionWatch {
  readonly #turns: string[] = [];

  /** Takes note of the calls of one turn; a turn without calls ends any repetition. */
  observe(calls: readonly RepeatedCall[]): "fine" | "remark" | "stuck" {
    if (calls.length === 0) {
      this.#turns.length = 0;
      return "fine";
    }
    this.#turns.push(JSON.stringify(calls.map((call) => [call.name, call.arguments])));
    const repeats = countRepeats(this.#turns);
    if (repeats >= stuckAfter) return "stuck";
    return repeats === remarkAfter ? "remark" : "fine";
  }
}

/** How often the shortest cycle that the list ends in stands there in a row, whole cycles only. */
function countRepeats(turns: readonly string[]): number {
  const counts = Array.from({ length: maxPeriod }, (_, index) => countCycles(turns, index + 1));
  return Math.max(...counts);
}

function countCycles(turns: readonly string[], period: number): number {
  let alike = period;
  while (alike < turns.length && turns.at(-1 - alike) === turns.at(-1 - alike + period)) alike += 1;
  return Math.floor(alike / period);
}
