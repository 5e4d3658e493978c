import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { type SandboxManager, createSandboxManager } from "../../src/index.ts";
import type { FaultHook } from "../../src/index.ts";

/** A fresh folder below `place`, deleted when the test ends. */
export function scratch(place = tmpdir()): string {
  const folder = realpathSync(mkdtempSync(join(place, "kimi-sandbox-")));
  onTestFinished(() => {
    execFileSync("chmod", ["-R", "u+rwX", folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Where nothing waits for a disk, so that many small trees can be tried in little time. */
export const memory = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** A target and a manager with a store of its own beside it. */
export function workshop(
  fault?: FaultHook,
  place?: string,
): { target: string; home: string; manager: SandboxManager } {
  const folder = scratch(place);
  const target = join(folder, "target");
  const home = join(folder, "home");
  mkdirSync(target);
  const manager = createSandboxManager({ home, ...(fault === undefined ? {} : { fault }) });
  return { target, home, manager };
}

/** Writes a file, and the folders that lead to it. */
export function put(
  root: string,
  path: string,
  content: string | Uint8Array = `${path}\n`,
  mode = 0o644,
): void {
  mkdirSync(join(root, dirname(path)), { recursive: true });
  writeFileSync(join(root, path), content, { mode });
}

/** Runs git without anything of the user's configuration. */
export function git(cwd: string, ...args: string[]): string {
  const env = { PATH: process.env["PATH"], HOME: "/nonexistent", GIT_CONFIG_NOSYSTEM: "1" };
  const identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"];
  return execFileSync("git", [...identity, ...args], {
    cwd,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}
