import type { StoredEvent } from "@kimi/contracts";

/** Shows a run while it runs. */
export interface Progress {
  /** Called for each event in order. Must not throw. */
  event(stored: StoredEvent): void;
  /** Text as the model streams it. Must not throw. */
  text(delta: string): void;
  /** Something the program itself has to say. Must not throw. */
  notice(text: string): void;
  /** No more comes. */
  end(): void;
}
