import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const fixture = (name) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const cli = fileURLToPath(new URL("../src/cli.js", import.meta.url));

function report(...options) {
  const args = [cli, "report", fixture("autumn.csv"), ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { status, stdout, stderr };
}

test("counts only entries of the month", () => {
  assert.equal(report("--month", "2026-11").stdout, "food            312.40\ntravel           80.00\n");
});

test("refuses a month that is not written like 2026-10", () => {
  const { status, stderr } = report("--month", "October");
  assert.equal(status, 2);
  assert.match(stderr, /not a month: "October", expected something like 2026-10/);
});

test("marks a category that is over budget", () => {
  const { stdout } = report("--month", "2026-11", "--budget", fixture("budget.json"));
  assert.equal(stdout, "food            312.40  over by 12.40\ntravel           80.00\n");
});

test("ends with status 3 only when a category is over budget", () => {
  const budget = ["--budget", fixture("budget.json")];
  assert.equal(report("--month", "2026-11", ...budget).status, 3);
  assert.equal(report("--month", "2026-10", ...budget).status, 0);
});

test("says so when a month has no entries", () => {
  const { status, stdout } = report("--month", "2026-12");
  assert.equal(stdout, "no entries\n");
  assert.equal(status, 0);
});
