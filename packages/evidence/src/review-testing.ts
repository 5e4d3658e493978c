import { isKimiError, type Requirement, type TestingOutput, type WorkspaceFiles } from "@kimi/contracts";
import { normalisePath } from "./bindings/normalise-path.ts";
import { reviewSuites } from "./review-suites.ts";
import { runnerAdapters } from "./runners/runner-adapters.ts";

/** What is wrong with a testing output before anything runs. One sentence each; empty when nothing is. */
export async function reviewTesting(
  output: TestingOutput,
  requirements: readonly Requirement[],
  files: WorkspaceFiles,
): Promise<readonly string[]> {
  return [
    ...(await findMissingFiles(output, files)),
    ...(await findMissingRunners(output, files)),
    ...(await reviewSuites(output, files)),
    ...findBadBindings(output, requirements),
    ...findUnboundCriteria(output, requirements),
  ];
}

async function findMissingFiles(
  { suites, supportFiles }: TestingOutput,
  files: WorkspaceFiles,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const named = new Set([...suites.flatMap((suite) => suite.files), ...supportFiles].map(normalisePath));
  for (const path of named) {
    const problem = await checkFile(path, files);
    if (problem !== null) problems.push(problem);
  }
  return problems;
}

async function checkFile(path: string, files: WorkspaceFiles): Promise<string | null> {
  try {
    const content = await files.read(path);
    return content === null ? `The file ${path} does not exist.` : null;
  } catch (error) {
    if (isKimiError(error, "workspace", "path-refused")) return `${path} is not a file of the project.`;
    throw error;
  }
}

async function findMissingRunners(
  { suites }: TestingOutput,
  files: WorkspaceFiles,
): Promise<readonly string[]> {
  const known = suites.filter((suite) => !("command" in suite));
  const runners = [...new Set(known.map(({ runner }) => runner))];
  const obstacles = await Promise.all(runners.map((runner) => runnerAdapters[runner].findObstacle(files)));
  return obstacles.filter((obstacle) => obstacle !== null);
}

function findBadBindings(
  { suites, bindings }: TestingOutput,
  requirements: readonly Requirement[],
): readonly string[] {
  const criteria = new Set(requirements.flatMap((requirement) => requirement.criteria.map(({ id }) => id)));
  const inSuites = new Set(suites.flatMap(({ files }) => files.map(normalisePath)));
  return bindings.flatMap(({ criterion, file, test }) => [
    ...(criteria.has(criterion)
      ? []
      : [`The binding of "${test}" names ${criterion}, which is no criterion.`]),
    ...(inSuites.has(normalisePath(file))
      ? []
      : [`The binding of ${criterion} names ${file}, which is in no suite: add the file to one.`]),
  ]);
}

/** A criterion without a test can never be proven; a run cannot succeed without those of `must` requirements. */
function findUnboundCriteria(
  { bindings }: TestingOutput,
  requirements: readonly Requirement[],
): readonly string[] {
  const bound = new Set(bindings.map(({ criterion }) => criterion));
  return requirements
    .filter(({ priority }) => priority === "must")
    .flatMap(({ criteria }) => criteria)
    .filter(({ id }) => !bound.has(id))
    .map(({ id, text }) => `No test is bound to ${id} ("${text}").`);
}
