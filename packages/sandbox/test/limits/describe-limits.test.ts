import { expect, it } from "vitest";
import { describeLimits } from "../../src/limits/describe-limits.ts";

const none = { powers: { memory: false, processes: false, kill: false }, missing: "why not" };
const all = { powers: { memory: true, processes: true, kill: true }, missing: null };

it("names the kernel for what a control group keeps, and the watcher for the rest", () => {
  const { limits, limitsMissing } = describeLimits("bubblewrap", all);
  expect(limits.memory).toContain("memory.max");
  expect(limits.processes).toContain("pids.max");
  expect(limits.ending).toContain("cgroup.kill");
  expect(limitsMissing).toBeNull();
  const watched = describeLimits("bubblewrap", none);
  expect(watched.limits.memory).toContain("watcher");
  expect(watched.limits.processes).toContain("watcher");
  expect(watched.limits.ending).not.toContain("cgroup");
  expect(watched.limitsMissing).toBe("why not");
  const partly = describeLimits("none", { ...all, powers: { ...all.powers, memory: false } });
  expect(partly.limits.memory).toContain("watcher");
  expect(partly.limits.processes).toContain("pids.max");
});

it("claims nothing where processes cannot be counted, and /tmp only where it is limited", () => {
  const { limits } = describeLimits("seatbelt", none, false);
  expect([limits.memory, limits.processes].every((said) => said.startsWith("not limited"))).toBe(true);
  expect(limits.disk).not.toContain("/tmp");
  expect(describeLimits("bubblewrap", none).limits.disk).toContain("/tmp");
  expect(describeLimits("none", none).limits.ending).toContain("helper");
});
