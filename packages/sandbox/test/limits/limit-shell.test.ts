import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { explainShellFailure, withKernelLimits } from "../../src/limits/limit-shell.ts";

const limits = { memoryBytes: 1, processes: 100, diskBytes: 1024 ** 2 };
const run = (...argv: readonly [string, ...string[]]) => {
  const [program, ...args] = withKernelLimits(argv, limits, { ownNamespace: false });
  const { stdout, stderr, status } = spawnSync(program, args, { encoding: "utf8" });
  return { stdout, stderr, status };
};

it("limits the size of files, for a program and for a script", () => {
  expect(run("/usr/bin/env", "sh", "-c", "ulimit -f").stdout).toBe("2048\n");
  expect(run("/bin/sh", "-c", "ulimit -f").stdout).toBe("2048\n");
});

it("hands over arguments as they are, with blanks, quotes, and what a shell would take for its own", () => {
  const args = ["a b", "", '"', "$HOME", "; exit 3", "-c", "'"];
  const print = 'for one in "$0" "$@"; do echo "<$one>"; done';
  const expected = ["name", ...args].map((one) => `<${one}>\n`).join("");
  expect(run("/bin/sh", "-c", print, "name", ...args)).toEqual({ stdout: expected, stderr: "", status: 0 });
  expect(run("/usr/bin/printf", "<%s>\\n", ...args).stdout).toBe(args.map((one) => `<${one}>\n`).join(""));
});

it("starts one shell for a script, which names its own lines and may begin with anything", () => {
  expect(withKernelLimits(["/bin/sh", "-c", "true"], limits, { ownNamespace: false })).toHaveLength(3);
  expect(run("/bin/sh", "-c", "\n\nnosuchprogram").stderr).toMatch(/: 3: |line 3:/);
  for (const script of [
    "# a comment\necho ran",
    "cat <<X\nran\nX",
    "(echo ran)",
    "if true; then echo ran; fi",
    "  echo ran",
  ])
    expect(run("/bin/sh", "-c", script).stdout).toBe("ran\n");
  expect(run("/bin/sh", "-c", "exit 7").status).toBe(7);
  expect(run("/bin/sh", "-c", "").status).toBe(0);
});

it("tells a program that is missing from one that is missing within a script", () => {
  const program = run("/nowhere/program");
  expect(explainShellFailure({ exitCode: program.status, stderr: program.stderr })).toMatch(
    /not found|No such file/,
  );
  const script = run("/bin/sh", "-c", "nosuchprogram");
  expect(explainShellFailure({ exitCode: script.status, stderr: script.stderr })).toBeNull();
});
