import { hash } from "node:crypto";
import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { BlobStore } from "../../src/store/blob-store.ts";
import { openSharedSink } from "../../src/store/open-shared-sink.ts";
import { scratch } from "../support/scratch.ts";

function content(text: string): readonly [hash: string, bytes: Buffer] {
  const bytes = Buffer.from(text);
  return [hash("sha256", bytes, "hex"), bytes];
}

const [a, b, c, d] = [content("a"), content("b"), content("c"), content("d")];

it("keeps what both threads come upon once, with whoever has it first", async () => {
  const folder = scratch();
  const store = new BlobStore(folder);
  await store.write(async (pack) => {
    pack.add(...a);
    using second = openSharedSink(pack.share());
    for (const each of [a, b, c]) second.sink.add(...each);
    for (const each of [b, c, d]) pack.add(...each);
    expect([...pack.left].toSorted()).toEqual([b[0], c[0]].toSorted());
    const left = second.commit();
    expect(left).toEqual([a[0]]);
    expect(pack.join(left)).toEqual(new Set());
  });
  const packs = readdirSync(folder).map(
    (name) =>
      new Set([...store.list()].filter(([, place]) => place.pack.endsWith(name)).map(([known]) => known)),
  );
  expect(packs).toHaveLength(2);
  expect(packs).toContainEqual(new Set([b[0], c[0]]));
  expect(packs).toContainEqual(new Set([a[0], d[0]]));
});

it("names what the second thread was to keep and did not", async () => {
  const folder = scratch();
  const store = new BlobStore(folder);
  await store.write(async (pack) => {
    {
      using second = openSharedSink(pack.share());
      second.sink.add(...a);
      pack.add(...a);
    }
    expect(pack.has(a[0])).toBe(true);
    expect(pack.join(null)).toEqual(new Set([a[0]]));
    expect(pack.has(a[0])).toBe(false);
    pack.add(...a);
  });
  expect(store.read(a[0])).toEqual(a[1]);
  expect(readdirSync(folder)).toHaveLength(1);
});
