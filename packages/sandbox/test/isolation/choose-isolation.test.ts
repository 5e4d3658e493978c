import { expect, it } from "vitest";
import type { SandboxTier } from "@kimi/contracts";
import { createSandboxManager } from "../../src/index.ts";
import { chooseIsolation } from "../../src/isolation/choose-isolation.ts";
import type { Isolation } from "../../src/isolation/isolation.ts";
import { put, scratch, workshop } from "../support/scratch.ts";

const tier = (name: SandboxTier, reason: string | null): Isolation => ({
  tier: name,
  probe: () => Promise.resolve(reason),
  prepare: () => Promise.reject(new Error("not for running")),
});
const unconfined = tier("none", null);
const broken = { confining: [tier("bubblewrap", "bwrap is missing: install it")], unconfined };
const working = { confining: [tier("bubblewrap", null)], unconfined };

it("takes the best tier that works", async () => {
  for (const mode of ["require", "prefer"] as const) {
    expect((await chooseIsolation(mode, working)).probe).toEqual({ tier: "bubblewrap", missing: null });
  }
});

it("refuses when one is required and none works, and falls back, saying why, when one is preferred", async () => {
  await expect(chooseIsolation("require", broken)).rejects.toMatchObject({
    code: "sandbox-unavailable",
    message: expect.stringContaining("install it"),
  });
  expect((await chooseIsolation("prefer", broken)).probe).toEqual({
    tier: "none",
    missing: "bwrap is missing: install it",
  });
});

it("confines nothing when switched off, and says so", async () => {
  expect((await chooseIsolation("off", working)).probe).toEqual({
    tier: "none",
    missing: expect.stringContaining("off"),
  });
});

it("never runs a command unconfined because nobody probed", async () => {
  const { target } = workshop();
  put(target, "a.txt");
  // Without bubblewrap on PATH.
  const manager = createSandboxManager({ home: scratch(), environment: { PATH: "/nonexistent" } });
  const { id } = await manager.snapshot(target);
  await using tree = await manager.openWorkingTree({
    runId: "r",
    snapshotId: id,
    targetPath: target,
    kind: "private",
  });
  await expect(tree.commands.run({ argv: ["/bin/true"] })).rejects.toMatchObject({
    code: "sandbox-unavailable",
  });
});
