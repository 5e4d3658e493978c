import { declaredReportName, fillCommand } from "../declared/fill-command.ts";
import type { ReportingAdapter } from "../runner-adapter.ts";
import { readJunitReport } from "./read-junit-report.ts";

/** Any runner that writes JUnit XML, by the command that the suite declares. */
export const junitAdapter: ReportingAdapter = {
  runner: "junit",
  findObstacle: async () => null,
  findProgram: async () => ({ obstacle: "A suite of junit needs a command." }),
  buildCommand: (program, files) => ({
    // A program that is not there is a result, and no failure of ours: a shell says so by exiting with 127.
    argv: ["/bin/sh", "-c", 'exec "$@"', "junit", ...fillCommand(program.argv, files)],
    env: {},
    supportFiles: {},
  }),
  reportFile: declaredReportName,
  readReport: readJunitReport,
};
