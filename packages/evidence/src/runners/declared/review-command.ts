import type { TestingOutput } from "@kimi/contracts";
import { runsFileByFile } from "./fill-command.ts";

type DeclaredSuite = Extract<TestingOutput["suites"][number], { readonly command: unknown }>;

/** What is wrong with a declared command, as far as can be said before it runs. One sentence each. */
export function reviewCommand({ runner, files, command }: DeclaredSuite): readonly string[] {
  const shown = `The command of ${runner}, ${command.join(" ")},`;
  const problems: string[] = [];
  if (runner === "junit" && !/\{reports?\}/.test(command.join(" "))) {
    problems.push(`${shown} writes no report: put {report} where it takes the path of its JUnit XML.`);
  }
  if (runner === "tap" && files.length > 1 && !runsFileByFile(command)) {
    problems.push(
      `${shown} is to run ${files.length} files, and TAP names none: put {file} for one of them.`,
    );
  }
  if (isInline(command)) {
    problems.push(`${shown} holds its program itself: put it into a test file, where it can be seen.`);
  }
  return problems;
}

const interpreters = /^(?:.*\/)?(?:(?:ba|da|z|k|fi)?sh|node|bun|deno|python[\d.]*|perl|ruby|php|lua)$/;

/** `sh -c "…"`, `node -e "…"`: tests that stand in no file are compared with nothing and shown nowhere. */
function isInline(command: readonly string[]): boolean {
  const at = command.findIndex((argument) => interpreters.test(argument));
  const option = at < 0 ? undefined : command[at + 1];
  return option !== undefined && /^(?:-\w*[ceEprx]|--(?:eval|print|run)(?:=.*)?|eval)$/.test(option);
}
