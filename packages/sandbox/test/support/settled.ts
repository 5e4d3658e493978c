import { readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { put, workshop } from "./scratch.ts";

/** A target whose files lie far enough back to be remembered, and a record of what is written to the store. */
export async function settled() {
  const made = workshop();
  for (const path of ["a.txt", "folder/b.txt", "folder/deep/c.txt", "ä/ü.txt"]) put(made.target, path);
  symlinkSync("a.txt", join(made.target, "link"));
  await settle(join(made.target, "ä/ü.txt"));
  const store = join(made.home, "snapshots");
  const cacheFile = (): string => join(store, "stat-cache", readdirSync(join(store, "stat-cache"))[0] ?? "");
  return { ...made, store, cacheFile };
}

/** Waits until what was changed last lies far enough back. */
export async function settle(path: string): Promise<void> {
  const changed = statSync(path).ctimeMs;
  await expect.poll(() => Date.now(), { interval: 20 }).toBeGreaterThan(changed + 60);
}
