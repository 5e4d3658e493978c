import { findOnPath } from "../find-on-path.ts";
import { reportFileName, type ReportingAdapter } from "../runner-adapter.ts";
import { readGoReport } from "./read-go-report.ts";

/** `go test -json` (Go 1.19 and later), for the packages that the test files are in. */
export const goAdapter: ReportingAdapter = {
  runner: "go",
  findObstacle: async () => null,
  findProgram: async (tree, signal) => await findOnPath("go", tree.commands, signal),
  buildCommand: (program, files) => {
    const folders = [
      ...new Set(files.map((file) => `./${file.slice(0, Math.max(0, file.lastIndexOf("/")))}`)),
    ];
    return {
      argv: [
        "/bin/sh",
        "{support}/report.sh",
        `{reports}/${reportFileName}`,
        String(files.length),
        ...files,
        ...program.argv,
        "test",
        "-json",
        "-count=1",
        ...folders,
      ],
      env: { GOPROXY: "off", GOTOOLCHAIN: "local" },
      supportFiles: { "report.sh": reportScript },
    };
  },
  readReport: readGoReport,
};

/** Results name packages and tests, not files: which file holds which test is written down first. */
const reportScript = `report=$1
count=$2
shift 2
while [ "$count" -gt 0 ]; do
  for kind in Test Example Fuzz; do
    sed -n "s#^func \\($kind[A-Za-z0-9_]*\\)(.*#\\1#p" "$1"
  done | while read -r name; do printf 'kimi-source %s %s\\n' "$name" "$1"; done >>"$report"
  count=$((count - 1))
  shift
done
exec "$@" >>"$report" 2>&1
`;
