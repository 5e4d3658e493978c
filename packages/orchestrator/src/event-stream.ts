/** Items pushed by one side, read by any number of others, each from the beginning. */
export class EventStream<Item> implements AsyncIterable<Item> {
  readonly #items: Item[] = [];
  #ended = false;
  #wake: PromiseWithResolvers<void> = Promise.withResolvers();

  push(item: Item): void {
    this.#items.push(item);
    this.#signal();
  }

  end(): void {
    this.#ended = true;
    this.#signal();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    for (let index = 0; ; index += 1) {
      while (index >= this.#items.length) {
        if (this.#ended) return;
        await this.#wake.promise;
      }
      const item = this.#items[index];
      if (item !== undefined) yield item;
    }
  }

  #signal(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }
}
