import { findInstalled } from "../find-installed.ts";
import { reportFileName, type ReportingAdapter } from "../runner-adapter.ts";
import { jestReporterSource } from "./jest-reporter-source.ts";

/** Jest 29 and later, from the dependencies that are installed in the project. */
export const jestAdapter: ReportingAdapter = {
  runner: "jest",
  findObstacle: async (files) => await findInstalled(files, "jest", "Jest"),
  async findProgram({ files }) {
    const obstacle = await this.findObstacle(files);
    return obstacle === null ? { argv: ["node", "node_modules/jest/bin/jest.js"] } : { obstacle };
  },
  buildCommand: (program, files) => ({
    argv: [
      ...program.argv,
      "--ci",
      "--colors=false",
      "--coverage=false",
      "--passWithNoTests=false",
      "--watchman=false",
      "--reporters={support}/kimi-reporter.cjs",
      "--runTestsByPath",
      ...files,
    ],
    env: {
      NO_COLOR: "1",
      // Without it Jest loads no ES module that is not translated.
      NODE_OPTIONS: "--experimental-vm-modules --no-warnings",
      KIMI_EVIDENCE_REPORT: `{reports}/${reportFileName}`,
    },
    supportFiles: { "kimi-reporter.cjs": jestReporterSource },
  }),
};
