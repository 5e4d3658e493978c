import { describe, expect, it } from "vitest";
import { cgroupPlaces } from "../../../src/limits/cgroup/cgroup-places.ts";

const mount = (root: string, at: string): string =>
  `22 1 0:20 / /proc rw - proc proc rw\n35 24 0:30 ${root} ${at} rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n`;

describe("where a control group may be made", () => {
  it("is beside the one we are in, and then in it", () => {
    const groups = "0::/user.slice/user-1000.slice/user@1000.service/app.slice/terminal.scope\n";
    const slice = "/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice";
    expect(cgroupPlaces({ mounts: mount("/", "/sys/fs/cgroup"), groups })).toEqual([
      slice,
      `${slice}/terminal.scope`,
    ]);
  });

  it("is the root alone for processes in the root, also where older hierarchies are mounted beside it", () => {
    const groups = "8:pids:/elsewhere\n1:name=systemd:/\n0::/\n";
    expect(cgroupPlaces({ mounts: mount("/", "/sys/fs/cgroup/unified"), groups })).toEqual([
      "/sys/fs/cgroup/unified",
    ]);
  });

  it("is below the part of the hierarchy that a container has mounted, and nowhere outside of it", () => {
    const mounts = mount("/docker/x", "/sys/fs/cgroup");
    expect(cgroupPlaces({ mounts, groups: "0::/docker/x/job\n" })).toEqual([
      "/sys/fs/cgroup",
      "/sys/fs/cgroup/job",
    ]);
    expect(cgroupPlaces({ mounts, groups: "0::/docker/y\n" })).toEqual([]);
  });

  it("is nowhere without a version 2 hierarchy, or without /proc", () => {
    const older = "35 24 0:30 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n";
    expect(cgroupPlaces({ mounts: older, groups: "8:pids:/\n0::/\n" })).toEqual([]);
    expect(cgroupPlaces({ mounts: mount("/", "/sys/fs/cgroup"), groups: "8:pids:/\n" })).toEqual([]);
    expect(cgroupPlaces(null)).toEqual([]);
  });
});
