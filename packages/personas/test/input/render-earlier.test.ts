import type { Handoff, Requirement } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { listServable } from "../../src/input/list-servable.ts";
import { renderChanges } from "../../src/input/render-changes.ts";
import { renderEarlier } from "../../src/input/render-earlier.ts";

const requirement = (id: string, statement: string): Requirement => ({
  id,
  title: `Title of ${id}`,
  statement,
  priority: "must",
  quotations: [],
  assumption: true,
  criteria: [{ id: `${id}.1`, text: "When asked, it shall." }],
});
const changes: NonNullable<Handoff["changes"]> = {
  since: { runId: "0198", startedAt: "2026-11-01T10:00:00.000Z", applied: true },
  added: ["REQ-4"],
  unchanged: ["REQ-2"],
  changed: [{ id: "REQ-1", aspects: ["quotations"], before: requirement("REQ-1", "It added.") }],
  removed: [
    {
      requirement: requirement("REQ-3", "It shouts."),
      leftovers: {
        lines: [{ path: "src/a.js", startLine: 3, endLine: 9 }],
        tests: [{ runner: "node-test", file: "test/a.test.js", name: "shouts" }],
      },
    },
  ],
  standing: [{ id: "REQ-9", title: "Elsewhere" }],
  carried: [],
  renumbered: [],
};

describe("what earlier runs required", () => {
  it("is shown word for word, with how its ids are kept", () => {
    const earlier = { requirements: [requirement("REQ-1", "It adds.")], nextId: "REQ-5" };
    const text = renderEarlier({ earlier });
    expect(text).toContain(
      "REQ-1 (must, an assumption) Title of REQ-1\nIt adds.\n- REQ-1.1 When asked, it shall.",
    );
    expect(text).toContain("keeps its id");
    expect(text).toContain("What is new gets ids from REQ-5 on");
  });

  it("is nothing in a first run, and only where new ids begin when nothing stands any more", () => {
    expect(renderEarlier({})).toBe("");
    const text = renderEarlier({ earlier: { requirements: [], nextId: "REQ-3" } });
    expect(text).not.toContain("<earlier-requirements>");
    expect(text).toContain("from REQ-3 on");
  });
});

describe("what became of the requirements", () => {
  it("names what is new, changed and gone, and what is to go with it", () => {
    expect(renderChanges({ changes }).split("\n")).toEqual([
      "Since an earlier run of this project:",
      "- New: REQ-4",
      "- Changed (quotations): REQ-1; it was: It added.",
      "- As before: REQ-2",
      '- Gone: REQ-3, It shouts. (still there: src/a.js:3-9, test test/a.test.js "shouts")',
      expect.stringContaining("Take out what serves only what is gone"),
    ]);
  });

  it("asks to take out nothing where nothing is gone, and is nothing in a first run", () => {
    expect(renderChanges({ changes: { ...changes, removed: [] } })).not.toContain("Take out");
    expect(renderChanges({})).toBe("");
  });

  it("lets calls serve what is gone as well: taking it out serves it", () => {
    const requirements = [requirement("REQ-1", "It adds.")];
    expect(listServable({ requirements, changes }).map(({ id }) => id)).toEqual(["REQ-1", "REQ-3"]);
    expect(listServable({ requirements })).toEqual(requirements);
  });
});
