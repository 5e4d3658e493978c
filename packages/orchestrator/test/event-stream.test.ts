import { expect, it } from "vitest";
import { EventStream } from "../src/event-stream.ts";

async function collect<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

it("gives every reader all items from the first, also those that came before and while it waited", async () => {
  const stream = new EventStream<number>();
  stream.push(1);
  const early = collect(stream);
  await Promise.resolve();
  stream.push(2);
  const late = collect(stream);
  stream.push(3);
  stream.end();
  expect(await early).toEqual([1, 2, 3]);
  expect(await late).toEqual([1, 2, 3]);
});
