import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { KimiError } from "@kimi/contracts";
import type { LocalOrchestrator } from "@kimi/local";
import { expect, it } from "vitest";
import { keepToQuota, snapshotQuota } from "../../src/commands/keep-to-quota.ts";
import type { Terminal } from "../../src/terminal.ts";

type Report = Awaited<ReturnType<LocalOrchestrator["keepToQuota"]>>;

const collected: Report["collected"] = {
  removedSnapshots: ["a", "b"],
  keptSnapshots: 1,
  bytesBefore: 5e9,
  bytesAfter: 2e9,
  leftPacks: [],
};

function terminalWith(quota?: string): Terminal & { readonly stderr: PassThrough } {
  return {
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    isLive: false,
    columns: 80,
    environment: { KIMI_AGENT_SNAPSHOT_QUOTA: quota },
    workingDirectory: "/",
    signal: new AbortController().signal,
  };
}

async function printed(report: Report | Error): Promise<string> {
  const terminal = terminalWith();
  const collect = async (): Promise<Report> => {
    if (report instanceof Error) throw report;
    return report;
  };
  await keepToQuota(terminal, { keepToQuota: collect }, 3e9);
  terminal.stderr.end();
  return await text(terminal.stderr);
}

it("allows what the variable says, and 10 GB without it", () => {
  expect(snapshotQuota(terminalWith("500MB"))).toBe(500e6);
  expect(snapshotQuota(terminalWith())).toBe(10e9);
  expect(() => snapshotQuota(terminalWith("much"))).toThrow(
    "KIMI_AGENT_SNAPSHOT_QUOTA was given much; it takes a size",
  );
});

it("says what was deleted, and when what is needed takes more; nothing when nothing was done", async () => {
  expect(await printed({ bytes: 5e9, collected: null, goesOn: false })).toBe("");
  expect(await printed({ bytes: 2e9, collected, goesOn: false })).toBe(
    "2 snapshots that no run refers to deleted, to keep to 3.0 GB (KIMI_AGENT_SNAPSHOT_QUOTA).\n",
  );
  const tooMuch = { bytes: 4e9, collected: { ...collected, removedSnapshots: [] } };
  expect(await printed({ ...tooMuch, goesOn: true })).toBe(
    "Snapshots take 4.0 GB of the 3.0 GB that KIMI_AGENT_SNAPSHOT_QUOTA allows, and the rest of them is compressed after the next runs, or by kimi-agent snapshots prune at once.\n",
  );
  expect(await printed({ ...tooMuch, goesOn: false })).toBe(
    "Snapshots take 4.0 GB of the 3.0 GB that KIMI_AGENT_SNAPSHOT_QUOTA allows, and runs need them all: kimi-agent runs prune forgets old runs; kimi-agent snapshots prune gives up what only their replays need.\n",
  );
});

it("says what went wrong, and leaves the run as it ended", async () => {
  expect(await printed(new KimiError("disk", "the disk is failing"))).toBe(
    "Snapshots were not looked through for what can go: the disk is failing\n",
  );
  await expect(printed(new TypeError("a mistake of ours"))).rejects.toThrow("a mistake of ours");
});
