import type { Redactor } from "@kimi/contracts";

const maxHeldBack = 200;

/** Text of an answer on its way to a display. */
export interface DisplayDeltas {
  push(delta: string): void;
  /** Shows what is still held back. */
  flush(): void;
}

/**
 * Hands on streamed text in pieces that end with a line, or a word where lines are long: a secret that came in halves
 * would pass a redactor unseen.
 */
export function createDisplayDeltas(redactor: Redactor, show: (text: string) => void): DisplayDeltas {
  let held = "";
  function emit(text: string): void {
    if (text !== "") show(redactor.redact(text).text);
  }
  return {
    push(delta) {
      held += delta;
      const end = held.lastIndexOf("\n") + 1 || (held.length > maxHeldBack ? held.lastIndexOf(" ") + 1 : 0);
      emit(held.slice(0, end));
      held = held.slice(end);
    },
    flush() {
      emit(held);
      held = "";
    },
  };
}
