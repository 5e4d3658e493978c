import { reportFileName, type ReportingAdapter } from "../runner-adapter.ts";
import { findPython } from "./find-python.ts";
import { pytestPluginSource } from "./pytest-plugin-source.ts";

/** `python3 -m pytest`, with the interpreter of the project's virtual environment or the best one on PATH. */
export const pytestAdapter: ReportingAdapter = {
  runner: "pytest",
  findObstacle: async () => null,
  async findProgram(tree, signal) {
    const python = await findPython(tree, "pytest", signal);
    return python === null
      ? {
          obstacle:
            "No python3 with pytest was found, neither in .venv, venv or env nor on PATH. Install pytest (Debian: python3-pytest).",
        }
      : { argv: [python, "-m", "pytest"] };
  },
  buildCommand: (program, files) => ({
    argv: [...program.argv, "-p", "no:cacheprovider", "-p", "kimi_evidence_plugin", "--rootdir=.", ...files],
    env: {
      PYTHONDONTWRITEBYTECODE: "1",
      NO_COLOR: "1",
      PYTHONPATH: "{support}",
      KIMI_EVIDENCE_REPORT: `{reports}/${reportFileName}`,
    },
    supportFiles: { "kimi_evidence_plugin.py": pytestPluginSource },
  }),
};
