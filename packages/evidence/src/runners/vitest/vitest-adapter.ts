import { findInstalled } from "../find-installed.ts";
import { reportFileName, type ReportingAdapter } from "../runner-adapter.ts";
import { vitestReporterSource } from "./vitest-reporter-source.ts";

/** Vitest 3 and later, from the dependencies that are installed in the project. */
export const vitestAdapter: ReportingAdapter = {
  runner: "vitest",
  findObstacle: async (files) => await findInstalled(files, "vitest", "Vitest"),
  async findProgram({ files }) {
    const obstacle = await this.findObstacle(files);
    return obstacle === null ? { argv: ["node", "node_modules/vitest/vitest.mjs", "run"] } : { obstacle };
  },
  buildCommand: (program, files) => ({
    argv: [
      ...program.argv,
      "--reporter={support}/kimi-reporter.mjs",
      // What a configuration could use to make a failing run look good, or a good one fail.
      "--retry=0",
      "--coverage.enabled=false",
      "--passWithNoTests=false",
      ...files,
    ],
    env: { NO_COLOR: "1", KIMI_EVIDENCE_REPORT: `{reports}/${reportFileName}` },
    supportFiles: { "kimi-reporter.mjs": vitestReporterSource },
  }),
};
