/** Lets the calls of one turn read side by side and write one after another, as in the order they were made. */
export class CallOrder {
  #lastWrite: Promise<unknown> = Promise.resolve();
  #readsSinceWrite: Promise<unknown>[] = [];

  /** Runs `work` once everything called before it that it must not overlap is done, failed or not. */
  run<Result>(access: "read" | "write", work: () => Promise<Result>): Promise<Result> {
    if (access === "read") {
      const read = this.#lastWrite.then(work);
      this.#readsSinceWrite.push(read.catch(ignore));
      return read;
    }
    const write = Promise.all([this.#lastWrite, ...this.#readsSinceWrite]).then(work);
    this.#lastWrite = write.catch(ignore);
    this.#readsSinceWrite = [];
    return write;
  }
}

/** Who called `run` hears of the failure; the calls behind it only wait. */
function ignore(): void {}
