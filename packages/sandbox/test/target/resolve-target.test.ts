import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { resolveTarget } from "../../src/target/resolve-target.ts";
import { memory, scratch } from "../support/scratch.ts";

const folders = [
  "/dev",
  "/dev/fd/",
  "/dev/shm",
  "/proc",
  "/proc/self",
  "/proc/self/task",
  "/sys",
  "/sys/kernel",
];
const systems = ["/etc", "/usr", "/bin", "/usr/bin", "/sbin", "/lib", "/boot", "/var", "/run/../var/"];

it.each([...folders, ...systems].filter((path) => existsSync(path)))("refuses %s", (path) => {
  const store = join(scratch(), "home");
  expect(() => resolveTarget(path, { store, userHome: "/nonexistent" })).toThrow(
    expect.objectContaining({
      code: "target",
      message: expect.stringContaining("operating system; name one"),
    }),
  );
});

it("refuses a link to one, and takes a project wherever files are", () => {
  const folder = scratch();
  const store = join(folder, "home");
  symlinkSync("/etc", join(folder, "link"));
  expect(() => resolveTarget(join(folder, "link"), { store })).toThrow(/folder of the operating system/);
  mkdirSync(join(folder, "etc"));
  for (const project of [join(folder, "etc"), scratch(memory)])
    expect(resolveTarget(project, { store, userHome: "/nonexistent" })).toBe(project);
});
