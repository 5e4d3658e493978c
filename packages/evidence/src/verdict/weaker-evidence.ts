import type { CriterionVerdict, RedCheck, TestRunner } from "@kimi/contracts";

type Proof = NonNullable<CriterionVerdict["proof"]>;

/** What kind of proof a runner's results are. Checks see a program from outside, and only what somebody expected of it. */
export function proofOf(runner: TestRunner): Proof {
  return runner === "command-check" || runner === "http-check" ? runner : "test";
}

/**
 * Whether a check was red where a weaker kind of evidence has to be: in the tree before the run, in whatever way, and
 * by its own expectation with the work of the run taken away. A command that answers the same without the work, such as
 * one that prints a word, shows nothing of it; and neither does one where nothing could be taken away.
 */
export function isRedEnough(red: readonly RedCheck[]): boolean {
  const baseline = red.find(({ method }) => method === "baseline")?.outcome ?? "not-run";
  const hollow = red.find(({ method }) => method === "hollow")?.outcome;
  return baseline.startsWith("red-") && hollow === "red-assertion";
}
