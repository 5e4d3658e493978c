import { describe, expect, it } from "vitest";
import { judgeCommand } from "../../src/runners/command-check/judge-command.ts";

type Check = Parameters<typeof judgeCommand>[0];
type Ended = Parameters<typeof judgeCommand>[1];

const output = (text: string) => ({ text, totalBytes: text.length });
const judge = (check: Partial<Check>, ended: Partial<Ended> & { readonly printed?: string }): string => {
  const { printed = "", ...how } = ended;
  const result = {
    exitCode: 0,
    signal: null,
    timedOut: false,
    stdout: output(printed),
    stderr: output(""),
    ...how,
  };
  const { outcome, failure } = judgeCommand({ name: "a", command: ["x"], exitCode: 0, ...check }, result);
  return failure ?? outcome;
};

describe("what a command answered", () => {
  it.each([
    ["the very text", { stdout: "a\nb\n" }, "a\nb\n"],
    ["without the last line's end", { stdout: "a\nb" }, "a\nb\n"],
    ["with other line ends", { stdout: "a\nb\n" }, "a\r\nb\r\n"],
    ["all words among others", { stdoutContains: ["a\nb", "c"] }, "x a\r\nb c"],
    ["nothing, as it should", { stdout: "" }, ""],
  ])("is what was expected: %s", (_, check, printed) => {
    expect(judge(check, { printed })).toBe("passed");
  });

  it.each([
    ["another text", { stdout: "a" }, { printed: "b" }],
    ["an empty line more", { stdout: "a" }, { printed: "a\n\n" }],
    ["spaces at the end", { stdout: "a" }, { printed: "a " }],
    ["a word less", { stdoutContains: ["a", "b"] }, { printed: "a" }],
    ["nothing on stderr", { stderrContains: ["a"] }, { printed: "a" }],
    ["success where it should have failed", { exitCode: 2 }, {}],
  ])("is a failed assertion: %s", (_, check, ended) => {
    expect(judge(check, ended)).toBe("assertion");
  });

  it.each([
    ["that crashed", { exitCode: 1, printed: "a" }, "error"],
    ["that was not found", { exitCode: 127 }, "error"],
    ["that was killed", { exitCode: null, signal: "SIGSEGV" }, "error"],
    ["that hung", { exitCode: null, signal: "SIGKILL", timedOut: true }, "timeout"],
  ])("shows nothing of a command %s", (_, ended, failure) => {
    expect(judge({ stdout: "a" }, ended)).toBe(failure);
    expect(judge({ exitCode: 3 }, ended)).toBe(failure);
  });

  it("is as expected of a command that should fail, and does so with these words", () => {
    const check = { exitCode: 2, stderrContains: ["usage"] };
    expect(judge(check, { exitCode: 2, stderr: output("usage: x\n") })).toBe("passed");
    expect(judge(check, { exitCode: 2 })).toBe("assertion");
  });
});
