import type { EvidenceRequest, SuiteResult, TestRunner, WorkingTree } from "@kimi/contracts";
import { normalisePath } from "../bindings/normalise-path.ts";
import { isGeneratedPath, isTestPath } from "../classify-path.ts";
import { decodeText } from "../decode-text.ts";
import type { Suite } from "../runners/run-suite.ts";
import { runSuites } from "../runners/run-suites.ts";
import { selectSuites } from "../runners/select-suites.ts";
import { chooseRunner } from "./choose-runner.ts";

/** More than these take longer than a verdict may. */
const maxFiles = 400;

/** How the project's own tests ended, of files that no suite of the run lists. */
export interface ExistingTests {
  readonly suites: readonly Suite[];
  readonly results: readonly SuiteResult[];
  /** Why some were not run, one sentence each. */
  readonly obstacles: readonly string[];
}

/** Runs, on the final tree, the test files that stood before the run and that the testing stage did not list. */
export async function runExistingTests(request: EvidenceRequest, timeoutMs: number): Promise<ExistingTests> {
  await using tree = await request.workspaces.openWorkingTree({
    runId: request.runId,
    snapshotId: request.final.id,
    targetPath: request.targetPath,
    kind: "private",
  });
  const found = await listExistingTests(request, tree.files);
  const chosen = found.slice(0, maxFiles);
  if (chosen.length === 0) return { suites: [], results: [], obstacles: [] };
  const listed = [...Map.groupBy(chosen, ({ runner }) => runner)].flatMap(([runner, files]) =>
    // A declared runner has a command of its own, which nothing in the project tells.
    runner === "junit" || runner === "tap" ? [] : [{ runner, files: files.map(({ path }) => path) }],
  );
  const testing = { ...request.testing, suites: listed };
  const { suites, unavailable } = await selectSuites(testing, tree, request.signal);
  const results = await runSuites(tree, suites, request, { tree: "final", timeoutMs: () => timeoutMs });
  const left = found.length - chosen.length;
  return {
    suites,
    results,
    obstacles: [
      ...unavailable.map(({ files, problems }) => `${nameFiles(files)}: ${problems.join(" ")}`),
      ...(left > 0 ? [`${left} more test files: a verdict runs ${maxFiles} at most.`] : []),
    ],
  };
}

interface ExistingTestFile {
  readonly path: string;
  readonly runner: TestRunner;
}

async function listExistingTests(
  { testing, baseline, workspaces }: EvidenceRequest,
  files: WorkingTree["files"],
): Promise<readonly ExistingTestFile[]> {
  const listed = new Set(testing.suites.flatMap((suite) => suite.files.map(normalisePath)));
  const manifest = decodeText(await files.read("package.json").catch(() => null)) ?? "";
  const found: ExistingTestFile[] = [];
  for (const { path, type } of await files.listSourceFiles()) {
    if (type !== "file" || listed.has(path) || !isTestPath(path) || isGeneratedPath(path)) continue;
    const text = decodeText(await files.read(path));
    const runner = text === null ? null : chooseRunner(path, text, manifest);
    if (runner !== null && (await workspaces.readFile(baseline.id, path)) !== null)
      found.push({ path, runner });
  }
  return found;
}

/** A few by name, the others by number. */
function nameFiles(files: readonly string[]): string {
  const shown = files.slice(0, 3).join(", ");
  return files.length > 3 ? `${shown} and ${files.length - 3} more` : shown;
}
