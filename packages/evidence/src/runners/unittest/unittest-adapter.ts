import { findPython } from "../pytest/find-python.ts";
import { reportFileName, type ReportingAdapter } from "../runner-adapter.ts";
import { unittestRunnerSource } from "./unittest-runner-source.ts";

/** unittest of Python 3.8 and later: nothing to install. */
export const unittestAdapter: ReportingAdapter = {
  runner: "unittest",
  findObstacle: async () => null,
  async findProgram(tree, signal) {
    const python = await findPython(tree, "unittest", signal);
    return python === null
      ? { obstacle: "No python3 was found, neither in .venv, venv or env nor on PATH. Install Python 3." }
      : { argv: [python] };
  },
  buildCommand: (program, files) => ({
    argv: [...program.argv, "{support}/kimi_unittest.py", ...files],
    env: { PYTHONDONTWRITEBYTECODE: "1", KIMI_EVIDENCE_REPORT: `{reports}/${reportFileName}` },
    supportFiles: { "kimi_unittest.py": unittestRunnerSource },
  }),
};
