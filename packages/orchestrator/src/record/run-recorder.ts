import type { Clock, RunEvent, RunStore, StoredEvent } from "@kimi/contracts";

/**
 * Writes a run's events in the order they are emitted. Emitting never throws and never waits;
 * {@link flush} waits until everything emitted so far is in the store, and throws what went wrong.
 */
export class RunRecorder {
  readonly #store: Pick<RunStore, "appendEvent">;
  readonly #runId: string;
  readonly #clock: Clock;
  readonly #onStored: (event: StoredEvent) => void;
  #tail: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | null = null;

  constructor(
    store: Pick<RunStore, "appendEvent">,
    runId: string,
    clock: Clock,
    onStored: (event: StoredEvent) => void,
  ) {
    this.#store = store;
    this.#runId = runId;
    this.#clock = clock;
    this.#onStored = onStored;
  }

  readonly emit = (event: RunEvent): void => {
    const at = this.#clock.now().toISOString();
    this.#tail = this.#tail.then(() => this.#append(at, event));
  };

  /** @throws the first error of the store since the recorder was made; nothing is appended after it. */
  async flush(): Promise<void> {
    await this.#tail;
    if (this.#failure !== null) throw this.#failure.error;
  }

  async #append(at: string, event: RunEvent): Promise<void> {
    if (this.#failure !== null) return;
    try {
      this.#onStored(await this.#store.appendEvent(this.#runId, at, event));
    } catch (error) {
      this.#failure = { error };
    }
  }
}
