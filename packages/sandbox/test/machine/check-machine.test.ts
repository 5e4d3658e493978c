import { join } from "node:path";
import { expect, it } from "vitest";
import { type MachineCheck, checkMachine } from "../../src/index.ts";
import { put, scratch } from "../support/scratch.ts";

const byName = (checks: readonly MachineCheck[]): ReadonlyMap<string, MachineCheck> =>
  new Map(checks.map((check) => [check.name, check]));

it("names the tier, how limits are kept, and the programs there are", async () => {
  const checks = byName(await checkMachine({ home: scratch(), environment: process.env }));
  expect(checks.get("sandbox")).toMatchObject({ found: "bubblewrap", advice: null, isNeeded: true });
  expect(checks.get("limit: memory")?.found).toMatch(/watcher|memory\.max/);
  expect(checks.get("limit: ending")?.found).toContain("process namespace");
  expect(checks.get("git")?.found).toMatch(/^git version/);
  expect(checks.get("extended attributes")?.found).toMatch(/^getfattr \d/);
  expect(checks.get("ripgrep")?.found).toMatch(/^ripgrep \d/);
  expect(checks.get("free space")?.found).toMatch(/^\d+\.\d GB$/);
});

it("says how to get what is missing", async () => {
  const folder = scratch();
  const checks = byName(await checkMachine({ home: join(folder, "home"), environment: { PATH: folder } }));
  expect(checks.get("sandbox")).toMatchObject({
    found: "none",
    advice: expect.stringContaining("apt-get install bubblewrap"),
  });
  expect(checks.get("git")).toMatchObject({ found: null, advice: expect.stringContaining("install git") });
  expect(checks.get("extended attributes")).toMatchObject({
    found: null,
    advice: expect.stringMatching(/apt-get install attr.*a file that a run rewrites loses them/),
  });
  put(folder, "file");
  const blocked = byName(await checkMachine({ home: join(folder, "file"), environment: {} }));
  expect(blocked.get("home folder")?.advice).toContain("KIMI_AGENT_HOME");
});
