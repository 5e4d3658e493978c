import { expect, it } from "vitest";
import { ZipWriter } from "../../src/zip/zip-writer.ts";
import { readZip } from "../support/read-zip.ts";

async function zipOf(entries: Parameters<ZipWriter["add"]>[0][], modified = new Date(0)): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const zip = new ZipWriter(modified, async (chunk) => void chunks.push(chunk));
  for (const entry of entries) await zip.add(entry);
  await zip.end();
  return Buffer.concat(chunks);
}

const empty = new Uint8Array();

it("keeps more entries than the old format can count", async () => {
  const paths = Array.from({ length: 65_536 }, (_, index) => `f${index}`);
  const read = await readZip(await zipOf(paths.map((path) => ({ path, mode: 0o100644, content: empty }))));
  expect(read.map(({ path }) => path)).toEqual(paths);
});

it("stores what does not shrink and deflates what does", async () => {
  const random = new Uint8Array(1_000).map((_, index) => (index * 7919 + ((index * index) % 251)) % 256);
  const zip = await zipOf([
    { path: "random", mode: 0o100644, content: random },
    { path: "zeros", mode: 0o100644, content: new Uint8Array(100_000) },
  ]);
  expect(zip.length).toBeLessThan(2_000);
  expect((await readZip(zip)).map(({ content }) => content.length)).toEqual([1_000, 100_000]);
});

it.each([
  ["1970-01-01T00:00:00Z", "1980-01-01T00:00:00.000Z"],
  ["2026-11-01T10:20:31Z", "2026-11-01T10:20:30.000Z"],
  ["2200-01-01T00:00:00Z", "2107-12-31T23:59:58.000Z"],
])("writes the instant %s as %s", async (given, written) => {
  const zip = await zipOf([{ path: "a", mode: 0o100644, content: empty }], new Date(given));
  expect((await readZip(zip))[0]?.modified.toISOString()).toBe(written);
});

it("refuses a path that no archive can hold", async () => {
  const path = "ä".repeat(40_000);
  await expect(zipOf([{ path, mode: 0o100644, content: empty }])).rejects.toMatchObject({
    code: "workspace",
  });
});
