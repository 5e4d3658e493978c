import type { FileWrite } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { groupByRequirement } from "../../src/hollow/group-by-requirement.ts";
import { LineOwners } from "../../src/hollow/line-owners.ts";
import { planRequirementRounds } from "../../src/hollow/plan-requirement-rounds.ts";
import type { SourceMutation } from "../../src/hollow/source-mutation.ts";

const lines = ["const one = 1;", "const two = 2;", "const three = 3;"];
const path = "src/a.js";
const [one, two, three] = lines.map((line): SourceMutation => {
  const start = lines.join("\n").indexOf(line);
  const edit = { start, end: start + line.length, text: "" };
  return { path, scope: "", kind: "number-up", label: line, edit };
}) as [SourceMutation, SourceMutation, SourceMutation];
const both: SourceMutation = { ...one, kind: "absent", edit: { ...one.edit, end: two.edit.end } };

/** Each of the first two lines written for one requirement, the third for both. */
const writes = [["REQ-1"], ["REQ-2"], ["REQ-1", "REQ-2"]].map((requirements, index): FileWrite => ({
  path,
  before: index === 0 ? null : lines.slice(0, index).join("\n"),
  after: lines.slice(0, index + 1).join("\n"),
  requirements,
  stage: "coding",
  attempt: 1,
  toolCallId: `c${index}`,
}));
const owners = new LineOwners([{ path, before: null, after: lines.join("\n") }], writes);
const all = [both, one, two, three];

describe("groups", () => {
  it("hold what serves a requirement, and apart from it functions that serve others too", () => {
    expect(groupByRequirement(all, ["REQ-1", "REQ-2", "REQ-1"], owners)).toEqual([
      { requirements: new Set(["REQ-1"]), mutations: [one, three], shared: [both], scope: "own" },
      { requirements: new Set(["REQ-2"]), mutations: [two, three], shared: [both], scope: "own" },
    ]);
  });

  it("hold everything for requirements that no line is said to serve, as one", () => {
    expect(groupByRequirement(all, ["REQ-8", "REQ-9"], owners)).toEqual([
      { requirements: new Set(["REQ-8", "REQ-9"]), mutations: all, shared: [], scope: "any" },
    ]);
  });

  it("are one where nobody said what serves what", () => {
    const [group, ...others] = groupByRequirement(all, ["REQ-1", "REQ-2"], new LineOwners([], []));
    expect(group).toMatchObject({ scope: "everything", mutations: all });
    expect(others).toEqual([]);
  });

  it("hold what serves a requirement only along with others where nothing serves it alone", () => {
    expect(groupByRequirement([both], ["REQ-1", "REQ-3"], owners)).toMatchObject([
      { mutations: [both], scope: "own" },
      { mutations: [both], scope: "any" },
    ]);
  });
});

describe("rounds of several groups", () => {
  it("come in turns, and one that two ask for is one", () => {
    const groups = groupByRequirement(all, ["REQ-1", "REQ-2"], owners);
    const rounds = planRequirementRounds(groups, (mutations) => mutations.map((each) => [each]));
    expect(
      rounds.map(({ mutations: [each], requirements }) => [each?.label, [...requirements].join()]),
    ).toEqual([
      [one.label, "REQ-1"],
      [two.label, "REQ-2"],
      [three.label, "REQ-1,REQ-2"],
    ]);
  });
});
