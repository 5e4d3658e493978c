import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
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
const probeMemoryBytes = 8 * 1024 ** 2;

/** Makes a group where that is likely to be allowed, puts processes in, and looks whether its limits hold. */
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
  const { powers } = group;
  const holds: CgroupPowers = {
    processes: powers.processes && (await refusesProcesses(group)),
    memory: powers.memory && (await refusesMemory(group)),
    kill: powers.kill && (await ends(group)),
  };
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

/** A shell that may not start anything cannot make a pipe of two. */
async function refusesProcesses(group: CommandCgroup): Promise<boolean> {
  group.limit({ memoryBytes: 64 * probeMemoryBytes, processes: 1 });
  await runIn(group, "/bin/true | /bin/true");
  group.limit({ memoryBytes: 64 * probeMemoryBytes, processes: 100 });
  return group.exceeded() === "processes";
}

async function refusesMemory(group: CommandCgroup): Promise<boolean> {
  group.limit({ memoryBytes: probeMemoryBytes, processes: 100 });
  const bytes = 4 * probeMemoryBytes;
  await runIn(group, `head -c ${bytes} /dev/zero | tail -c ${bytes} | wc -c`);
  group.limit({ memoryBytes: 64 * probeMemoryBytes, processes: 100 });
  return group.exceeded() === "memory";
}

async function ends(group: CommandCgroup): Promise<boolean> {
  const child = start("sleep 2");
  const { pid } = child;
  if (pid === undefined) return false;
  await group.adopt(pid);
  const gone = once(child, "exit");
  child.stdin?.end("go\n");
  group.kill();
  await gone;
  return child.signalCode === "SIGKILL";
}

/** Runs a script in the group to its end. */
async function runIn(group: CommandCgroup, script: string): Promise<string> {
  const child = start(script);
  if (child.pid === undefined || child.stdout === null) return "";
  const gone = once(child, "exit");
  const printed = text(child.stdout);
  await group.adopt(child.pid);
  child.stdin?.end("go\n");
  await gone;
  return printed;
}

/** A shell that waits for a line before it does anything. */
function start(script: string): ChildProcess {
  const child = spawn("/bin/sh", ["-c", `read go; ${script}`], {
    stdio: ["pipe", "pipe", "ignore"],
    env: { PATH: "/usr/bin:/bin" },
  });
  child.stdin?.on("error", () => undefined);
  return child;
}
