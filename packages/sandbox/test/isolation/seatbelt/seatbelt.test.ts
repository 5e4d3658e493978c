import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createSeatbelt } from "../../../src/isolation/seatbelt/seatbelt.ts";
import type { IsolatedCommand } from "../../../src/isolation/isolation.ts";
import { resolveLimits } from "../../../src/limits/resolve-limits.ts";
import { put, scratch } from "../../support/scratch.ts";

/** Stands in for macOS's own program, which is nowhere else: it shows what it was given, and confines nothing. */
function standIn(folder: string): string {
  const program = join(folder, "sandbox-exec");
  put(folder, "sandbox-exec", '#!/bin/sh\nprintf %s "$2" > "$0.profile"\nshift 2\nexec "$@"\n');
  chmodSync(program, 0o755);
  return program;
}

function command(folder: string, inPlace: boolean): IsolatedCommand {
  const target = join(folder, "target");
  const scratchFolder = join(folder, "home/commands/1");
  for (const name of ["target/.git", "home/tree", "home/commands/1/reports", "home/commands/1/support"])
    mkdirSync(join(folder, name), { recursive: true });
  return {
    argv: ["/bin/sh", "-c", 'echo "$HOME"; cat {support}/in'],
    treeRoot: inPlace ? target : join(folder, "home/tree"),
    targetPath: target,
    workingDirectory: "",
    env: {},
    network: "none",
    limits: resolveLimits(),
    scratch: scratchFolder,
    supportFolder: join(scratchFolder, "support"),
    reportsFolder: join(scratchFolder, "reports"),
    outputFolder: join(folder, "home/output"),
    hasOutput: false,
  };
}

it("says so where sandbox-exec is missing, and where it confines nothing", async () => {
  const folder = scratch();
  const environment = { PATH: process.env["PATH"], HOME: folder };
  const missing = createSeatbelt({ environment, hidden: [], program: join(folder, "nowhere") });
  expect(await missing.probe()).toContain("comes with macOS");
  const useless = createSeatbelt({ environment, hidden: [], program: standIn(folder) });
  expect(await useless.probe()).toBe("it lets commands write outside of their tree");
});

it("writes the profile for real paths, and gives the command folders of its own", async () => {
  const folder = scratch();
  symlinkSync(folder, join(folder, "linked"));
  const program = standIn(folder);
  const isolation = createSeatbelt({
    environment: { PATH: "/usr/bin" },
    hidden: [join(folder, "home")],
    program,
  });
  const { args, cwd, env } = await isolation.prepare(command(join(folder, "linked"), false));
  const profile = args[1] ?? "";
  expect(args[0]).toBe("-p");
  expect(profile).toContain(`(deny file* (subpath "${folder}/home"))`);
  expect(profile).toContain(`(subpath "${folder}/home/tree") (subpath "${folder}/home/commands/1")`);
  expect(profile).not.toContain("linked");
  expect(args.at(-1)).toContain(`cat ${folder}/linked/home/commands/1/support/in`);
  expect(cwd).toBe(join(folder, "linked/home/tree"));
  expect(env["HOME"]).toBe(join(folder, "linked/home/commands/1/home"));
});

it("keeps the repository and our own folder of a target that is worked on in place", async () => {
  const folder = scratch();
  const isolation = createSeatbelt({
    environment: { PATH: "/usr/bin" },
    hidden: [],
    program: standIn(folder),
  });
  const { args } = await isolation.prepare(command(folder, true));
  const lines = (args[1] ?? "").split("\n");
  const denied = (operation: string): string =>
    lines.find((line) => line.startsWith(`(deny ${operation} `)) ?? "";
  expect(denied("file-write*")).toContain(`(subpath "${folder}/target/.git")`);
  expect(denied("file*")).toBe(`(deny file* (subpath "${folder}/target/.kimi_agent"))`);
});
