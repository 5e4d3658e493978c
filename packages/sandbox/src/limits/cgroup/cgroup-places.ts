import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** What the kernel tells a process about control groups: `/proc/self/mountinfo` and `/proc/self/cgroup`. */
export interface CgroupTables {
  readonly mounts: string;
  readonly groups: string;
}

/**
 * Folders of the version 2 hierarchy in which a group for a command might be made, the likelier first: beside our own
 * group, where controllers are switched on for us already, and in it. Empty where there is no such hierarchy.
 */
export function cgroupPlaces(tables: CgroupTables | null = readTables()): readonly string[] {
  if (tables === null) return [];
  const mount = tables.mounts
    .split("\n")
    .map(toMount)
    .find((one) => one !== null);
  const own = /^0::(.+)$/m.exec(tables.groups)?.[1];
  if (mount === undefined || mount === null || own === undefined) return [];
  const below = relative(mount.root, own);
  // Seen from inside a namespace, the group may lie outside of what is mounted.
  if (below === ".." || below.startsWith(`..${sep}`)) return [];
  const folder = join(mount.at, below);
  return below === "" ? [folder] : [dirname(folder), folder];
}

/** Fields as in proc_pid_mountinfo(5): the fourth is the mounted part of the hierarchy, the fifth where it is. */
function toMount(line: string): { readonly root: string; readonly at: string } | null {
  const [fields = "", source = ""] = line.split(" - ");
  const [, , , root, at] = fields.split(" ");
  return source.startsWith("cgroup2 ") && root !== undefined && at !== undefined ? { root, at } : null;
}

function readTables(): CgroupTables | null {
  try {
    return {
      mounts: readFileSync("/proc/self/mountinfo", "utf8"),
      groups: readFileSync("/proc/self/cgroup", "utf8"),
    };
  } catch {
    return null;
  }
}
