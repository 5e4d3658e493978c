import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cgroupPlaces } from "./cgroup-places.ts";
import { type CgroupPowers, CommandCgroup } from "./command-cgroup.ts";
import { removeAbandonedCgroups } from "./remove-abandoned-cgroups.ts";

/** What was found out about control groups by using one. */
export interface CgroupProbe {
  /** Where groups can be made; `null` where nowhere. */
  readonly place: string | null;
  readonly powers: CgroupPowers;
  /** Why not more, and how to get it; `null` when everything works. */
  readonly missing: string | null;
}

const powerless: CgroupPowers = { memory: false, processes: false, kill: false };
const advice = "start kimi-agent with `systemd-run --user --scope` to be given a group of its own";
const probeBytes = 1024 ** 2;
const probeLimits = { memoryBytes: 512 * probeBytes, processes: 1_000 };
const endsByItselfMs = 2_000;

/**
 * Makes a group where that is likely to be allowed, puts a process in, and looks whether the kernel takes the limits,
 * counts by them, and ends it. No limit is exceeded for it: that would stand in the machine's log with every run.
 */
export async function probeCgroup(places = cgroupPlaces()): Promise<CgroupProbe> {
  if (places.length === 0)
    return { place: null, powers: powerless, missing: "this system has no control groups of version 2" };
  let best: CgroupProbe | null = null;
  let reason = "";
  for (const place of places) {
    try {
      const found = await tryPlace(place);
      if (found.missing === null) return found;
      best ??= found;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
  }
  return (
    best ?? { place: null, powers: powerless, missing: `no control group can be made (${reason}): ${advice}` }
  );
}

async function tryPlace(place: string): Promise<CgroupProbe> {
  removeAbandonedCgroups(place);
  using group = new CommandCgroup(place);
  const holds = await tryPowers(group);
  const lacking = [
    ...(holds.memory ? [] : ["memory"]),
    ...(holds.processes ? [] : ["processes"]),
    ...(holds.kill ? [] : ["ending them at once"]),
  ];
  const missing =
    lacking.length === 0
      ? null
      : `control groups can be made in ${place}, but not for ${lacking.join(" and ")}: ${advice}`;
  return { place, powers: holds, missing };
}

async function tryPowers(group: CommandCgroup): Promise<CgroupPowers> {
  const { powers } = group;
  group.limit(probeLimits);
  const child = startGrowing();
  const gone = once(child, "exit");
  if (child.pid === undefined) return powerless;
  await group.adopt(child.pid);
  child.stdin?.write("go\n");
  await Promise.race([gone, child.stdout === null ? gone : once(child.stdout, "data")]);
  const used = group.usage();
  group.kill();
  // Where that does nothing, the end of its input ends it.
  const timer = setTimeout(() => child.stdin?.end(), powers.kill ? endsByItselfMs : 0);
  await gone;
  clearTimeout(timer);
  return {
    memory: powers.memory && used.memoryBytes >= probeBytes,
    processes: powers.processes && used.processes >= 1,
    kill: powers.kill && child.signalCode === "SIGKILL",
  };
}

/** A shell that waits for a line, then takes some memory, says so, and waits again. */
function startGrowing(): ChildProcess {
  const script = `read go; kept=$(head -c ${2 * probeBytes} /dev/zero | tr '\\0' x); echo grown; read end`;
  const child = spawn("/bin/sh", ["-c", script], {
    stdio: ["pipe", "pipe", "ignore"],
    env: { PATH: "/usr/bin:/bin" },
  });
  child.stdin?.on("error", () => undefined);
  return child;
}
