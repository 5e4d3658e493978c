import type { Clock, Redactor, RunEvent, RunStore, StoredEvent } from "@kimi/contracts";
import { redactDeeply } from "./redact-deeply.ts";

/** What a recorder writes with. */
export interface RunRecorderOptions {
  readonly runId: string;
  readonly store: Pick<RunStore, "appendEvent">;
  readonly clock: Clock;
  readonly redactor: Pick<Redactor, "redact">;
  /** Sees each event once it is stored. Must not throw. */
  readonly onStored: (event: StoredEvent) => void;
}

/**
 * Writes a run's events, without secrets, in the order they are emitted. Emitting never throws and never waits;
 * {@link flush} waits until everything emitted so far is in the store, and throws what went wrong.
 */
export class RunRecorder {
  readonly #options: RunRecorderOptions;
  #tail: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | null = null;

  constructor(options: RunRecorderOptions) {
    this.#options = options;
  }

  readonly emit = (event: RunEvent): void => {
    const at = this.#options.clock.now().toISOString();
    this.#tail = this.#tail.then(() => this.#append(at, event));
  };

  /** @throws the first error of the store since the recorder was made; nothing is appended after it. */
  async flush(): Promise<void> {
    await this.#tail;
    if (this.#failure !== null) throw this.#failure.error;
  }

  async #append(at: string, event: RunEvent): Promise<void> {
    if (this.#failure !== null) return;
    const { runId, store, redactor, onStored } = this.#options;
    try {
      onStored(await store.appendEvent(runId, at, redactDeeply(event, redactor)));
    } catch (error) {
      this.#failure = { error };
    }
  }
}
