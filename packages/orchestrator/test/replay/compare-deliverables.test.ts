import { expect, it } from "vitest";
import { compareDeliverables } from "../../src/replay/compare-deliverables.ts";
import { MemorySink } from "../../src/replay/memory-sink.ts";

async function sinkOf(files: Readonly<Record<string, string>>): Promise<MemorySink> {
  const sink = new MemorySink("deliverables");
  for (const [path, text] of Object.entries(files)) await sink.write(path, text);
  return sink;
}

it("names deliverables that differ or are missing, times apart, and leaves out what tells of the record itself", async () => {
  const recorded = await sinkOf({ "a.json": "1", "b.json": "took 3 ms", "c.json": "x", "run.json": "then" });
  const replayed = await sinkOf({
    "a.json": "2",
    "b.json": "took 9 ms",
    "c.json": "x",
    "run.json": "now",
    d: "",
  });
  expect(compareDeliverables(recorded, replayed, { common: false })).toEqual({
    compared: 4,
    differing: ["a.json", "d"],
    timesOnly: ["b.json"],
  });
  expect(compareDeliverables(recorded, replayed, { common: true })).toMatchObject({
    compared: 3,
    differing: ["a.json"],
  });
});
