import { declaredReportName, fillCommand } from "../declared/fill-command.ts";
import type { ReportingAdapter } from "../runner-adapter.ts";
import { readTapReport } from "./read-tap-report.ts";

/** Any runner that prints TAP 12 to 14, or writes it to `{report}`, by the command that the suite declares. */
export const tapAdapter: ReportingAdapter = {
  runner: "tap",
  findObstacle: async () => null,
  findProgram: async () => ({ obstacle: "A suite of tap needs a command." }),
  buildCommand(program, files) {
    const argv = fillCommand(program.argv, files);
    const writesItself = program.argv.some((argument) => argument.includes("{report}"));
    return {
      argv: writesItself
        ? ["/bin/sh", "-c", 'exec "$@"', "tap", ...argv]
        : [
            "/bin/sh",
            "-c",
            'report=$1; shift; exec "$@" >"$report"',
            "tap",
            `{reports}/${declaredReportName}`,
            ...argv,
          ],
      env: {},
      supportFiles: {},
    };
  },
  reportFile: declaredReportName,
  readReport: readTapReport,
};
