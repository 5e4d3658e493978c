import { findOnPath } from "../find-on-path.ts";
import { reportFileName, type ReportingAdapter } from "../runner-adapter.ts";
import { readCargoReport } from "./read-cargo-report.ts";

/** `cargo test` with integration tests, `tests/<name>.rs`. What it prints is the report: stable Rust has no other. */
export const cargoAdapter: ReportingAdapter = {
  runner: "cargo",
  findObstacle: async () => null,
  findProgram: async (tree, signal) => await findOnPath("cargo", tree.commands, signal),
  buildCommand: (program, files) => ({
    argv: [
      "/bin/sh",
      "{support}/report.sh",
      `{reports}/${reportFileName}`,
      ...program.argv,
      "test",
      "--workspace",
      "--offline",
      "--no-fail-fast",
      "--color=never",
      ...files.flatMap((file) => ["--test", file.slice(file.lastIndexOf("/") + 1).replace(/\.rs$/, "")]),
    ],
    env: { RUST_BACKTRACE: "0", CARGO_TERM_COLOR: "never" },
    supportFiles: { "report.sh": 'report=$1\nshift\nexec "$@" >"$report" 2>&1\n' },
  }),
  readReport: readCargoReport,
};
