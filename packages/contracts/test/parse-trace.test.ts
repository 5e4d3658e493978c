import { describe, expect, it } from "vitest";
import { isKimiError, parseTrace } from "../src/index.ts";
import { trace } from "./specimens.ts";

const refusal = (text: string): string => {
  try {
    parseTrace(text, "x/trace.json");
  } catch (error) {
    expect(isKimiError(error, "input")).toBe(true);
    return String(error);
  }
  throw new Error("It was read.");
};

describe("parseTrace", () => {
  it("reads a trace as it was written", () => {
    expect(parseTrace(JSON.stringify(trace), "trace.json")).toEqual(trace);
  });

  it("reads a trace of the first version, which knew nothing of earlier runs", () => {
    const { changes: _changes, ...rest } = trace;
    const uncoveredSections = [{ path: "plan.md", section: "S2", title: "Rest" }];
    const old = JSON.stringify({ ...rest, version: 1, uncoveredSections });
    expect(parseTrace(old, "trace.json")).toEqual({
      ...rest,
      version: 2,
      changes: null,
      uncoveredSections: [{ path: "plan.md", section: "S2", title: "Rest", startLine: null }],
    });
  });

  it("refuses a trace of a newer version whatever else it holds, and says what to do", () => {
    expect(refusal('{"version":3,"runs":[]}')).toMatch(/x\/trace\.json is a trace of version 3.*update/);
  });

  it("tells what is no trace from what is a damaged one", () => {
    expect(refusal("# Trace")).toContain("expected JSON");
    expect(refusal('{"name":"package"}')).toContain("is no trace");
    expect(refusal("[]")).toContain("is no trace");
    expect(refusal(JSON.stringify({ ...trace, lines: 3 }))).toMatch(/damaged.*\n[^]*lines/);
  });
});
