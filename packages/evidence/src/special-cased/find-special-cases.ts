import type { CriterionVerdict, EvidenceRequest, Finding, TestId, WorkingTree } from "@kimi/contracts";
import { isBoundTo } from "../bindings/bind-tests.ts";
import { isTestPath } from "../classify-path.ts";
import { decodeText } from "../decode-text.ts";
import { listChangedLines } from "../hollow/list-changed-lines.ts";
import { seededRandom } from "../hollow/seeded-random.ts";
import { readWork } from "../read-work.ts";
import { judgeRed, testKey } from "../red/judge-red.ts";
import { restoreFinal } from "../runners/restore-final.ts";
import type { Suite } from "../runners/run-suite.ts";
import { runSuites } from "../runners/run-suites.ts";
import { listTests, type SourceTest } from "../tests-in-source/list-tests.ts";
import { findMemorised, type MemorisedTest } from "./find-memorised.ts";
import { renameInputs } from "./rename-inputs.ts";
import { standsIn } from "./stands-in.ts";

export interface SpecialCaseOptions {
  readonly suites: readonly Suite[];
  readonly criteria: readonly CriterionVerdict[];
  readonly timeoutMs: number;
}

/** What was found of code that knows the inputs of its tests. */
export interface SpecialCases {
  readonly findings: readonly Finding[];
  /** Why a test that passes shows nothing, by `testKey`: it fails with inputs that the code does not know. */
  readonly refuted: ReadonlyMap<string, string>;
}

/** Generated inputs that are tried, at most: each is an execution. */
const maxTrials = 8;

/**
 * Looks for code that answers the assertions of a proving test one by one. Where the inputs are words that the results
 * are made of, the test is run again with generated ones; where no other input can be made, it is said only.
 */
export async function findSpecialCases(
  request: EvidenceRequest,
  { suites, criteria, timeoutMs }: SpecialCaseOptions,
): Promise<SpecialCases> {
  const suspects = await listSuspects(request, criteria);
  if (suspects.length === 0) return { findings: [], refuted: new Map() };
  await using tree = await request.workspaces.openWorkingTree({
    runId: request.runId,
    snapshotId: request.final.id,
    targetPath: request.targetPath,
    kind: "private",
  });
  const findings: Finding[] = [];
  const refuted = new Map<string, string>();
  for (const [index, suspect] of suspects.entries()) {
    const trial =
      index < maxTrials ? await tryOtherInputs(request, tree, suspect, { suites, timeoutMs }) : "untried";
    if (trial === "general") continue;
    const why = trial === "untried" ? null : `with ${trial.words} it fails by assertion.`;
    if (why !== null) refuted.set(testKey(suspect.id), `${describePlaces(suspect)} ${why}`);
    findings.push(describeSuspect(suspect, why));
  }
  return { findings, refuted };
}

interface Suspect {
  readonly id: TestId;
  readonly text: string;
  readonly test: SourceTest;
  readonly memorised: MemorisedTest;
}

async function listSuspects(
  request: EvidenceRequest,
  criteria: readonly CriterionVerdict[],
): Promise<readonly Suspect[]> {
  const files = (await readWork(request)).flatMap(({ path, before, after }) =>
    after === null ? [] : [{ path, before, after, changedLines: listChangedLines(before, after) }],
  );
  const proving = criteria.filter(({ status }) => status === "proven").flatMap(({ evidence }) => evidence);
  const ids = new Map(proving.map(({ test }) => [testKey(test), test]));
  const asked = [
    ...(request.documents ?? []).map(({ text }) => text),
    ...request.requirements.flatMap(({ quotations }) => quotations.map(({ text }) => text)),
  ].join("\n");
  const suspects: Suspect[] = [];
  for (const id of ids.values()) {
    const text = decodeText(await request.workspaces.readFile(request.final.id, id.file));
    const test = listTests(id.file, text ?? "").find(({ name }) => isBoundTo(id, name));
    if (text === null || test === undefined) continue;
    const memorised = findMemorised(test, text, files, (words) => standsIn(asked, words));
    if (memorised !== null) suspects.push({ id, text, test, memorised });
  }
  return suspects;
}

type Trial = "general" | "untried" | { readonly words: string };

async function tryOtherInputs(
  request: EvidenceRequest,
  tree: WorkingTree,
  { id, text, test, memorised }: Suspect,
  { suites, timeoutMs }: Pick<SpecialCaseOptions, "suites" | "timeoutMs">,
): Promise<Trial> {
  const inputs = await withoutProjectWords(tree, memorised);
  const suite = suites.find(({ adapter, files }) => adapter.runner === id.runner && files.includes(id.file));
  if (inputs.length === 0 || suite === undefined) return "untried";
  // Other inputs on another tree: what was learnt from the last failure is of no use.
  const random = seededRandom(request.seed ^ Number.parseInt(request.final.treeHash.slice(0, 8), 16));
  const renamed = renameInputs(text, test, inputs, random);
  await restoreFinal(tree, request.final);
  await tree.files.edit([{ kind: "write", path: id.file, content: new TextEncoder().encode(renamed.text) }]);
  const results = await runSuites(tree, [{ ...suite, files: [id.file] }], request, {
    tree: "final",
    timeoutMs: () => timeoutMs,
  });
  const { outcome } = judgeRed(id, results);
  if (outcome === "green") return "general";
  const words = [...renamed.words].map(([old, word]) => `“${word}” for “${old}”`).join(", ");
  return outcome === "red-assertion" ? { words } : "untried";
}

/** A word that stands elsewhere in the project too is data that the code may know. */
async function withoutProjectWords(
  tree: WorkingTree,
  { inputs, answers }: MemorisedTest,
): Promise<readonly string[]> {
  const unknown: string[] = [];
  for (const word of inputs) {
    const { matches } = await tree.files.search({ pattern: String.raw`\b${word}\b` });
    const elsewhere = matches.some(
      ({ path, line }) =>
        !isTestPath(path) &&
        !answers.some((each) => each.path === path && line >= each.startLine && line <= each.endLine),
    );
    if (!elsewhere) unknown.push(word);
  }
  return unknown;
}

function describeSuspect(suspect: Suspect, why: string | null): Finding {
  const unknown = "whether it does the same for others was not shown.";
  return {
    kind: "special-cased",
    blocking: why !== null,
    path: suspect.memorised.answers[0]?.path ?? null,
    message: `${describePlaces(suspect)} ${why ?? unknown}`,
  };
}

function describePlaces({ test, memorised: { answers } }: Suspect): string {
  const places = answers.map(({ path, startLine, endLine }) =>
    startLine === endLine ? `${path}:${startLine}` : `${path}:${startLine}–${endLine}`,
  );
  return `The code holds every input of “${test.name}” next to its result (${[...new Set(places)].join(", ")}):`;
}
