import { findInstalled } from "../find-installed.ts";
import { reportFileName, type ReportingAdapter } from "../runner-adapter.ts";
import { mochaReporterSource } from "./mocha-reporter-source.ts";

/** Mocha 10 and later, from the dependencies that are installed in the project. */
export const mochaAdapter: ReportingAdapter = {
  runner: "mocha",
  findObstacle: async (files) => await findInstalled(files, "mocha", "Mocha"),
  async findProgram({ files }) {
    const obstacle = await this.findObstacle(files);
    return obstacle === null ? { argv: ["node", "node_modules/mocha/bin/mocha.js"] } : { obstacle };
  },
  buildCommand: (program, files) => ({
    argv: [
      ...program.argv,
      "--reporter={support}/kimi-reporter.cjs",
      // What a configuration could use to make a failing run look good.
      "--retries=0",
      "--no-parallel",
      "--no-dry-run",
      ...files,
    ],
    env: { NO_COLOR: "1", KIMI_EVIDENCE_REPORT: `{reports}/${reportFileName}` },
    supportFiles: { "kimi-reporter.cjs": mochaReporterSource },
  }),
};
