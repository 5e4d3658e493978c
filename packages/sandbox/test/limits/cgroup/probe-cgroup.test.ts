import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it } from "vitest";
import { CommandCgroup } from "../../../src/limits/cgroup/command-cgroup.ts";
import { probeCgroup } from "../../../src/limits/cgroup/probe-cgroup.ts";
import { ProcessFamily } from "../../../src/limits/process-family.ts";
import { ProcessKeeper } from "../../../src/limits/process-keeper.ts";
import { scratch } from "../../support/scratch.ts";

const mebibyte = 1024 ** 2;
const found = await probeCgroup();
/** Where groups can be made on this machine: nowhere, in most containers. */
const places = found.place === null ? [] : [found.place];
/** Groups that this process has made: others that run beside it make some in the same place. */
const namesIn = (place: string): string[] =>
  readdirSync(place).filter((name) => name.startsWith(`kimi-agent.${process.pid}.`));

it("says what the kernel does not keep, why, and how to get it", async () => {
  const nowhere = await probeCgroup([]);
  expect(nowhere).toMatchObject({ place: null, missing: expect.stringContaining("version 2") });
  const refused = await probeCgroup(["/proc/self"]);
  expect(refused).toMatchObject({
    place: null,
    missing: expect.stringContaining("systemd-run --user --scope"),
  });
  // A folder like any other is no group: nothing is taken for a limit that does not hold.
  const folder = scratch();
  const powerless = { memory: false, processes: false, kill: false };
  expect(await probeCgroup([folder])).toMatchObject({
    powers: powerless,
    missing: expect.stringContaining(folder),
  });
  expect(readdirSync(folder)).toEqual([]);
});

it("counts where there is no group, and tells memory from processes", async () => {
  const child = spawn("/bin/sh", ["-c", "sleep 1000 & sleep 1000 & sleep 1000 & echo begun; wait"], {
    detached: true,
  });
  await once(child.stdout, "data");
  const look = async (limits: { memoryBytes: number; processes: number }) => {
    const family = new ProcessFamily(child.pid ?? 0, null);
    using keeper = new ProcessKeeper({
      family,
      limits: { ...limits, diskBytes: 1 },
      cgroups: { ...found, place: null },
    });
    return await keeper.look();
  };
  const results = [
    await look({ memoryBytes: 1024 * mebibyte, processes: 4 }),
    await look({ memoryBytes: 1024 * mebibyte, processes: 3 }),
    await look({ memoryBytes: mebibyte / 64, processes: 4 }),
  ];
  process.kill(-(child.pid ?? 0), "SIGKILL");
  expect(results).toEqual([null, "processes", "memory"]);
});

for (const place of places) {
  it("takes a whole family in, counts it there, and ends it at once", async () => {
    const script = "setsid sleep 1000 & sleep 1000 & echo begun; wait";
    const child = spawn("/bin/sh", ["-c", script], { detached: true });
    const gone = once(child, "exit");
    await once(child.stdout, "data");
    const family = new ProcessFamily(child.pid ?? 0, null);
    const limits = { memoryBytes: 1024 * mebibyte, processes: 3, diskBytes: 1 };
    const before = new Set(namesIn(place));
    using keeper = new ProcessKeeper({ family, limits, cgroups: found });
    expect(await keeper.look()).toBeNull();
    const [name = ""] = namesIn(place).filter((one) => !before.has(one));
    const pids = family.list().map(({ pid }) => String(pid));
    const inside = readFileSync(join(place, name, "cgroup.procs"), "utf8")
      .trim()
      .split("\n");
    expect(pids).toHaveLength(3);
    expect(inside.toSorted()).toEqual(pids.toSorted());
    keeper.kill();
    await gone;
    // What nobody has waited for stays listed, without memory.
    await expect.poll(() => family.list().filter(({ residentBytes }) => residentBytes > 0)).toEqual([]);
  });

  it("removes the groups of dead processes and leaves those of living ones", async () => {
    // Linux gives no process this number.
    const abandoned = join(place, "kimi-agent.4194305.1");
    mkdirSync(abandoned);
    using own = new CommandCgroup(place);
    const mine = namesIn(place);
    await probeCgroup([place]);
    expect(existsSync(abandoned)).toBe(false);
    expect(mine.map((name) => existsSync(join(place, name)))).toEqual([true]);
    expect(own.members()).toEqual(new Set());
  });
}
