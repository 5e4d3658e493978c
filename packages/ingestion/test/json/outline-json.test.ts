import { describe, expect, it } from "vitest";
import { ingestText, outlineOf } from "../document-folder.ts";

const titles = async (value: unknown): Promise<readonly string[]> =>
  (await ingestText("a.json", JSON.stringify(value, null, 2))).sections.map(({ title }) => title);

describe("outlineJson", () => {
  it("gives every record of a plan a section, and every other member one", async () => {
    const plan = {
      project: { name: "notes", goals: ["fast", "small"] },
      requirements: [{ id: "R1", criteria: [{ text: "a" }] }, { id: "R2" }],
      version: 1,
    };
    const document = await ingestText("plan.json", JSON.stringify(plan, null, 2));
    expect(outlineOf(document)).toEqual([
      "1-8 /project",
      "9-17 /requirements > /requirements/0",
      "18-21 /requirements > /requirements/1",
      "22-23 /version",
    ]);
    expect(document.sections[2]?.text).toBe('    {\n      "id": "R2"\n    }\n  ],\n');
  });

  it("looks for records within objects", async () => {
    expect(await titles({ project: { name: "x", phases: { one: [{ id: 1 }, { id: 2 }] } } })).toEqual([
      "/project/name",
      "/project/phases/one/0",
      "/project/phases/one/1",
    ]);
  });

  it("takes large members apart", async () => {
    const text = "word ".repeat(500);
    expect(await titles([{ a: text, b: text }, { c: 1 }])).toEqual(["/0/a", "/0/b", "/1"]);
    expect(await titles({ list: [text, text] })).toEqual(["/list/0", "/list/1"]);
  });

  it("escapes keys as JSON pointers do", async () => {
    expect(await titles({ "a/b": 1, "c~d": 2, "": 3 })).toEqual(["/a~1b", "/c~0d", "/"]);
  });

  it("makes one section of a value without members, and of a list of plain values", async () => {
    expect(await titles("text")).toEqual([""]);
    expect(await titles({})).toEqual([""]);
    expect(await titles([1, 2, 3])).toEqual([""]);
  });

  it("takes a document on one line apart too", async () => {
    const document = await ingestText("a.json", '{"a":1,"list":[{"b":2},{"c":3}]}');
    expect(document.sections.map(({ title, text }) => [title, text])).toEqual([
      ["/a", '{"a":1,'],
      ["/list/0", '"list":[{"b":2},'],
      ["/list/1", '{"c":3}]}'],
    ]);
  });
});
