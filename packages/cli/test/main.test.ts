import { spawnSync, type StdioOptions } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";

const main = join(import.meta.dirname, "../src/main.ts");

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "kimi-main-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Runs a shell script in which `"$@"` is the program with these arguments. */
function kimi(script: string, stdio: StdioOptions, ...argv: readonly string[]) {
  const folder = scratch();
  const program = [process.execPath, "--conditions=@kimi/source", main, ...argv];
  return spawnSync("sh", ["-c", script, "sh", ...program], {
    cwd: folder,
    encoding: "utf8",
    stdio,
    env: { PATH: process.env["PATH"], HOME: folder, KIMI_AGENT_HOME: join(folder, "home") },
  });
}

it.each([["runs", "list"], ["--help"], ["--version"]])("output that is lost is no success: %s", (...argv) => {
  const file = join(scratch(), "closed");
  writeFileSync(file, "");
  const closed = openSync(file, "r");
  onTestFinished(() => closeSync(closed));
  const { status, stderr } = kimi('exec "$@"', ["ignore", closed, "pipe"], ...argv);
  expect(stderr).toMatch(/^kimi-agent: stdout could not be written to \(EBADF/);
  expect(status).toBe(4);
});

it("a reader that stops reading is no failure", () => {
  const { stderr } = kimi('{ "$@"; echo "exit $?" >&2; } | true', "pipe", "runs", "list");
  expect(stderr).toBe("exit 0\n");
});

it("a folder that is gone is said, without a stack trace", () => {
  const script = 'mkdir gone && cd gone && rmdir ../gone && exec "$@"';
  const { status, stderr } = kimi(script, "pipe", "runs", "list");
  expect(stderr).toMatch(
    /^kimi-agent was started in a folder that is gone or closed to it \(ENOENT\)\. .*\n$/,
  );
  expect(status).toBe(2);
});

it.each([
  ["-h", /^kimi-agent <command>\n[^]*-h, --help/],
  ["-v", /^\d+\.\d+\.\d+\n$/],
])("answers to %s", (option, answer) => {
  const { status, stdout } = kimi('exec "$@"', "pipe", option);
  expect(stdout).toMatch(answer);
  expect(status).toBe(0);
});
