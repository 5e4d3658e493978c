import type { CriterionVerdict, Evidence, RedCheck } from "@kimi/contracts";
import type { BoundTest } from "../bindings/bind-tests.ts";
import { isRedEnough, proofOf } from "./weaker-evidence.ts";

type Judgement = Pick<CriterionVerdict, "status" | "reason" | "proof">;

/**
 * Whether one criterion holds: every bound test ran and passed on the final tree, in a suite without problems, and
 * one of them at least failed by assertion where the behaviour is absent.
 */
export function judgeCriterion(bound: readonly BoundTest[], evidence: readonly Evidence[]): Judgement {
  if (bound.length === 0) return unproven("No test is bound to it.");
  const failed = bound.find(({ result }) => result?.outcome === "failed" && result.failure !== "load");
  if (failed?.result) {
    const { failure } = failed.result;
    const how =
      failure === "assertion"
        ? "fails by assertion"
        : failure === "timeout"
          ? "takes too long"
          : "fails with an error";
    return { status: "failed", reason: `${nameTest(failed)} ${how}.` };
  }
  for (const test of bound) {
    const flaw = findFlaw(test);
    if (flaw !== null) return unproven(flaw);
  }
  const proofs = evidence.filter(
    ({ test, red }) => explainRed(red) !== null && (proofOf(test.runner) === "test" || isRedEnough(red)),
  );
  const best = proofs.find(({ test }) => proofOf(test.runner) === "test") ?? proofs[0];
  if (best === undefined) return unproven(explainMissingRed(bound, evidence));
  const proof = proofOf(best.test.runner);
  const weaker = proof === "test" ? "" : " A check is weaker evidence than a test.";
  return {
    status: "proven",
    reason: `${nameTest({ id: best.test })} passes, and fails by assertion ${explainRed(best.red) ?? ""}.${weaker}`,
    proof,
  };
}

/**
 * Where a test failed by assertion for want of the behaviour; `null` when that was not seen. The tree before the run
 * alone shows it only where nothing can be taken away from the final one: there, a test of mere presence fails too.
 */
function explainRed(red: readonly RedCheck[]): string | null {
  const baseline = red.find(({ method }) => method === "baseline")?.outcome;
  const hollow = red.find(({ method }) => method === "hollow");
  if (hollow?.outcome === "red-assertion") {
    const before = baseline === "red-assertion" ? "in the tree before the run and " : "";
    const note = baseline === "green" ? ", though it also passed before the run" : "";
    return `${before}in the final tree ${quoteRemoval(hollow.detail)}${note}`;
  }
  const earlier = red.find(({ method }) => method === "earlier");
  if (earlier !== undefined) {
    return `where the behaviour was not there yet, ${lowerFirst(earlier.detail).replace(/\.$/, "")}; neither the requirement nor the test has changed since`;
  }
  if (baseline !== "red-assertion" || hollow?.outcome !== "not-applicable") return null;
  return `in the tree before the run; nothing more could be measured: ${lowerFirst(firstLine(hollow.detail)).replace(/\.$/, "")}`;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** Why a test that did not fail shows nothing all the same; `null` when it passed as it should. */
function findFlaw(test: BoundTest): string | null {
  const { result, suiteProblems } = test;
  const ofFile = suiteProblems.find((problem) => problem.startsWith(`${test.id.file}: `));
  if (result === null) return `${nameTest(test)} did not run${because(ofFile ?? suiteProblems[0])}`;
  if (result.outcome === "failed") return `The file of ${nameTest(test)} does not load.`;
  if (result.outcome === "flaky") return `${nameTest(test)} is flaky: it did not end the same way twice.`;
  if (result.outcome === "textual") {
    return `${nameTest(test)} fails when the same code is merely spelled otherwise: it judges the text of the sources, not what they do.`;
  }
  if (result.outcome !== "passed")
    return `${nameTest(test)} is ${result.outcome === "todo" ? "marked as todo" : "skipped"}.`;
  const [problem] = ofFile === undefined ? suiteProblems : [ofFile];
  return problem === undefined ? null : `The results of its suite cannot be used: ${firstLine(problem)}`;
}

function explainMissingRed(bound: readonly BoundTest[], evidence: readonly Evidence[]): string {
  const [test] = bound;
  const name = test === undefined ? "The test" : nameTest(test);
  const checks = evidence.flatMap(({ red }) => red);
  const has = (method: string, outcome: string): boolean =>
    checks.some((check) => check.method === method && check.outcome === outcome);
  if (has("baseline", "green")) {
    return `${name} passed before the run too: it does not show that the run brought the behaviour about.`;
  }
  if (has("baseline", "red-assertion") && has("hollow", "green")) {
    return `${name} failed before the run, but still passes with the work of the run taken away: it shows that something is there, not what it does.`;
  }
  const elsewhere = checks.find(({ outcome }) => outcome === "red-elsewhere");
  if (elsewhere !== undefined) {
    const seen =
      elsewhere.executes === false ? `${name} does not execute what it is to prove. ` : `${name}: `;
    return `${seen}${firstLine(elsewhere.detail)}`;
  }
  if (has("hollow", "green")) {
    const unseen = checks.every(({ method, executes }) => method !== "hollow" || executes === false);
    const what = unseen ? "it does not even execute it" : "it does not test the behaviour";
    return `${name} still passes with the work of the run taken away: ${what}.`;
  }
  if (has("hollow", "red-error") || has("hollow", "red-load")) {
    return `${name} fails without the behaviour, but by an error and never by assertion.`;
  }
  const why = checks.find(({ method }) => method === "hollow")?.detail ?? "It was not tried.";
  return `It could not be shown that ${name} fails without the behaviour: ${lowerFirst(firstLine(why))}`;
}

function unproven(reason: string): Judgement {
  return { status: "unproven", reason };
}

function nameTest({ id }: Pick<BoundTest, "id">): string {
  return `“${id.name.replaceAll(/\s+/g, " ")}” in ${id.file}`;
}

function because(problem: string | undefined): string {
  return problem === undefined ? ": there is no test of that name." : `: ${firstLine(problem)}`;
}

function firstLine(text: string): string {
  const [line = ""] = text.split("\n");
  return line;
}

/** The first line of a hollow check's detail says what was taken away. */
function quoteRemoval(detail: string): string {
  const removal = firstLine(detail)
    .replace(/^With /, "with ")
    .replace(/\.$/, "");
  return removal.length > 160 ? `${removal.slice(0, 159)}…` : removal;
}
