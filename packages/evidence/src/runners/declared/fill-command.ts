/** Where the report of a declared command goes, in `{reports}`. Some tools insist on this name in a folder they are given. */
export const declaredReportName = "report.xml";

/**
 * A declared command with its placeholders filled in: `{files}` as an argument of its own becomes all files, `{file}`
 * the first one, `{report}` the path of the report.
 */
export function fillCommand(
  command: readonly [string, ...string[]],
  files: readonly string[],
): readonly [string, ...string[]] {
  const [program, ...rest] = command;
  const fill = (argument: string): string =>
    argument
      .replaceAll("{file}", () => files[0] ?? "")
      .replaceAll("{report}", `{reports}/${declaredReportName}`);
  return [fill(program), ...rest.flatMap((argument) => (argument === "{files}" ? files : [fill(argument)]))];
}

/** Whether a command names one file, so that it is run for each of them. */
export function runsFileByFile(command: readonly string[]): boolean {
  return command.some((argument) => argument.includes("{file}"));
}
