import type { RedCheck, SuiteResult, TestId } from "@kimi/contracts";
import { cutText } from "../cut-text.ts";

/** How a test ended where the behaviour is absent. */
export interface RedJudgement {
  readonly outcome: RedCheck["outcome"];
  /** What the test said, cut to 600 characters. */
  readonly message: string;
}

/** Reads off one execution how a test ended. Only a failed assertion of the very same test is `red-assertion`. */
export function judgeRed(id: TestId, suites: readonly SuiteResult[]): RedJudgement {
  const suite = suites.find(({ runner, files }) => runner === id.runner && files.includes(id.file));
  const results = suite?.tests.filter((test) => test.id.file === id.file && test.id.name === id.name) ?? [];
  if (suite === undefined || results.length === 0) return judgeAbsence(id, suite);
  const failed = results.filter(({ outcome }) => outcome === "failed");
  const decisive = failed.find(({ failure }) => failure === "assertion") ?? failed[0];
  if (decisive === undefined) {
    const [first] = results;
    return first?.outcome === "passed"
      ? { outcome: "green", message: "It passed." }
      : { outcome: "not-run", message: `It was ${first?.outcome ?? "not run"}.` };
  }
  if (suite.exitCode === 0) {
    return { outcome: "not-run", message: "The runner exited with 0 although the test failed." };
  }
  const message = cutText(decisive.message ?? "", 600);
  if (decisive.failure === "assertion") return { outcome: "red-assertion", message };
  return { outcome: decisive.failure === "load" ? "red-load" : "red-error", message };
}

function judgeAbsence(id: TestId, suite: SuiteResult | undefined): RedJudgement {
  const problem = suite?.problems.find((each) => each.startsWith(`${id.file}: `));
  if (problem !== undefined && !problem.endsWith("no test was executed.")) {
    return { outcome: "red-load", message: cutText(problem, 600) };
  }
  return { outcome: "not-run", message: cutText(suite?.problems[0] ?? "It did not run.", 600) };
}

/** Identity of a test as a map key. */
export function testKey({ runner, file, name }: TestId): string {
  return JSON.stringify([runner, file, name]);
}
