import { describe, expect, it } from "vitest";
import { judgeAnswer } from "../../src/runners/http-check/judge-answer.ts";

type Response = Parameters<typeof judgeAnswer>[0]["response"];

const judge = (response: Partial<Response>, answer: Parameters<typeof judgeAnswer>[1]): string => {
  const request = { method: "GET", path: "/", headers: {} };
  const { outcome, failure } = judgeAnswer(
    { name: "a", request, response: { status: 200, ...response } },
    answer,
  );
  return failure ?? outcome;
};
const answer = (body: string, status = 200) => ({
  status,
  headers: { "x-kind": "a", "set-cookie": ["b", "c"] },
  body,
});

describe("what a service answered", () => {
  it.each([
    ["the body", { body: "a" }, "a"],
    ["JSON, in any order", { json: { a: 1, b: [null] } }, '{ "b": [null], "a": 1 }'],
    ["words of the body", { bodyContains: ["a", "c"] }, "abc"],
    ["headers, in any case", { headers: { "X-Kind": "a", "Set-Cookie": "b, c" } }, ""],
  ])("is what was expected: %s", (_, response, body) => {
    expect(judge(response, answer(body))).toBe("passed");
  });

  it.each([
    ["another body", { body: "a" }, "a\n"],
    ["a member more", { json: { a: 1 } }, '{"a":1,"b":2}'],
    ["no JSON", { json: null }, ""],
    ["a word less", { bodyContains: ["a", "d"] }, "abc"],
    ["another header", { headers: { "x-kind": "b" } }, ""],
    ["no such header", { headers: { "x-other": "" } }, ""],
  ])("is a failed assertion: %s", (_, response, body) => {
    expect(judge(response, answer(body))).toBe("assertion");
  });

  it("is a failed assertion with another status, unless the service failed by itself", () => {
    expect(judge({}, answer("", 404))).toBe("assertion");
    expect(judge({}, answer("", 500))).toBe("error");
    expect(judge({ status: 503 }, answer("", 503))).toBe("passed");
    expect(judge({}, { error: "hung up" })).toBe("error");
    expect(judge({}, { timedOut: true })).toBe("timeout");
  });
});
