import { reportFileName, type ReportingAdapter } from "../runner-adapter.ts";
import { nodeTestReporterSource } from "./node-test-reporter-source.ts";

/** `node --test`, with the node that is first on PATH. TypeScript files need one that strips types (22.18). */
export const nodeTestAdapter: ReportingAdapter = {
  runner: "node-test",
  findObstacle: async () => null,
  findProgram: async () => ({ argv: ["node", "--test"] }),
  buildCommand: (program, files) => ({
    argv: [
      ...program.argv,
      "--test-reporter={support}/kimi-reporter.mjs",
      `--test-reporter-destination={reports}/${reportFileName}`,
      ...files,
    ],
    env: { NO_COLOR: "1" },
    supportFiles: { "kimi-reporter.mjs": nodeTestReporterSource },
  }),
};
