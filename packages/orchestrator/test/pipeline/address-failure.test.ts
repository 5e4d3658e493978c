import type { FailureReport } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { addressFailure } from "../../src/pipeline/address-failure.ts";
import { contestFailure } from "../../src/pipeline/contest-failure.ts";

const failure: FailureReport = {
  route: "coding",
  summary: "1 of 2 criteria failed.",
  criteria: [{ criterion: "REQ-1.1", reason: "It fails.", test: "a.test.js > adds", message: "1 !== 2" }],
  problems: ["a.js: it is broken."],
};

describe("what failed", () => {
  it("is told to the persona that is to mend it, and to no other", () => {
    expect(addressFailure({ role: "coding" }, failure, [])).toBe(failure);
    expect(addressFailure({ role: "testing" }, failure, [])).toBeNull();
    expect(addressFailure({ role: "coding" }, null, [])).toBeNull();
  });

  it("comes with why the attempt before ended without a result", () => {
    const wasted = "It ended without a result, and what it wrote was taken back: stuck";
    expect(addressFailure({ role: "coding" }, failure, ["other", "stuck"])).toEqual({
      ...failure,
      problems: [...failure.problems, wasted],
    });
    expect(addressFailure({ role: "testing" }, failure, ["stuck"])).toMatchObject({
      route: "testing",
      summary: wasted,
    });
    expect(addressFailure({ role: "documentation" }, failure, ["stuck"])).toBeNull();
  });

  it("goes on to whoever writes tests, with the reasons, where coding leaves the code as it is", () => {
    const output = { summary: "Nothing to mend.", changes: [], notes: ["The test wants 2, REQ-1.1 says 1."] };
    expect(contestFailure(failure, output)).toEqual({
      route: "testing",
      summary:
        "1 of 2 criteria failed. The coding stage left the code as it is: hold the tests against their criteria.",
      criteria: failure.criteria,
      problems: [
        "a.js: it is broken.",
        "The coding stage says: Nothing to mend.",
        "The coding stage says: The test wants 2, REQ-1.1 says 1.",
      ],
    });
    expect(contestFailure(failure, null).problems).toEqual(failure.problems);
  });
});
