import type { TestingOutput, WorkspaceFiles } from "@kimi/contracts";
import { normalisePath } from "./bindings/normalise-path.ts";
import { readCheckFile } from "./runners/check-file/read-check-file.ts";
import { commandCheckFileSchema } from "./runners/command-check/command-check-file.ts";
import { reviewCommand } from "./runners/declared/review-command.ts";
import { httpCheckFileSchema } from "./runners/http-check/http-check-file.ts";

type Suite = TestingOutput["suites"][number];

/** What is wrong with suites: declared commands, files of checks, and files that two suites hold. One sentence each. */
export async function reviewSuites(
  output: Pick<TestingOutput, "suites" | "bindings">,
  files: WorkspaceFiles,
): Promise<readonly string[]> {
  const problems = [...findShared(output.suites)];
  for (const suite of output.suites) {
    if ("command" in suite) problems.push(...reviewCommand(suite));
    else problems.push(...(await reviewChecks(suite, output.bindings, files)));
  }
  return problems;
}

/** A binding names a file and a test: with two runners it could mean either. */
function findShared(suites: readonly Suite[]): readonly string[] {
  const runs = suites.flatMap((suite, index) =>
    suite.files.map((file) => ({
      file: normalisePath(file),
      by: "command" in suite ? `${suite.runner} ${index}` : suite.runner,
    })),
  );
  const shared = [...Map.groupBy(runs, ({ file }) => file)].filter(
    ([, ofFile]) => new Set(ofFile.map(({ by }) => by)).size > 1,
  );
  return shared.map(([file]) => `${file} is in two suites that run it differently: leave it in one.`);
}

async function reviewChecks(
  { runner, files: paths }: Suite,
  bindings: TestingOutput["bindings"],
  files: WorkspaceFiles,
): Promise<readonly string[]> {
  if (runner !== "command-check" && runner !== "http-check") return [];
  const problems: string[] = [];
  for (const path of paths.map(normalisePath)) {
    const read =
      runner === "command-check"
        ? await readCheckFile(path, files, commandCheckFileSchema)
        : await readCheckFile(path, files, httpCheckFileSchema);
    if ("problem" in read) problems.push(read.problem);
    else problems.push(...findUnknownChecks(path, read.content.checks, bindings));
  }
  return problems;
}

function findUnknownChecks(
  path: string,
  checks: readonly { readonly name: string }[],
  bindings: TestingOutput["bindings"],
): readonly string[] {
  const names = checks.map(({ name }) => name);
  return bindings
    .filter(({ file, test }) => normalisePath(file) === path && !names.includes(test))
    .map(({ test }) => `There is no check "${test}" in ${path}, which holds ${names.join(", ")}.`);
}
