import { chmodSync, lutimesSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { type SandboxManager, createSandboxManager } from "../../../src/index.ts";

export const operations = ["snapshot", "apply", "restore", "prune"] as const;
export type Operation = (typeof operations)[number];

/** A target, and a store that knows it in two states. All below `folder`, so that it can be copied and put back whole. */
export interface Lab {
  readonly folder: string;
  readonly home: string;
  readonly target: string;
  /** Snapshots: the state the target is in, another one, and one that nobody needs. */
  readonly from: string;
  readonly to: string;
  readonly unneeded: string;
}

/** Builds one in an empty folder; `snapshot` finds the target in a state that the store does not know yet. */
export async function buildLab(folder: string, operation: Operation): Promise<Lab> {
  const [home, target, other] = ["home", "target", "other"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeState(target, "old");
  writeState(other, "new");
  writeFileSync(join(other, "unneeded"), randomBytes(600_000));
  const manager = createSandboxManager({ home });
  const unneeded = (await manager.snapshot(other)).id;
  execFileSync("rm", [join(other, "unneeded")]);
  const to = (await manager.snapshot(other)).id;
  const from = (await manager.snapshot(target)).id;
  if (operation === "snapshot") writeState(target, "later");
  return { folder, home, target, from, to, unneeded };
}

/** Does what the crash is to come into. The same again must do no harm. */
export async function perform(manager: SandboxManager, lab: Lab, operation: Operation): Promise<void> {
  const { target: targetPath, from, to } = lab;
  const request = { runId: "run", targetPath };
  if (operation === "snapshot") await manager.snapshot(targetPath);
  if (operation === "restore") await manager.restore({ ...request, snapshotId: to });
  if (operation === "prune") await manager.prune({ maxBytes: 0, pinned: async () => [from, to] });
  if (operation !== "apply") return;
  const report = await manager.apply({ ...request, changeSet: await manager.changeSet(from, to) });
  if (report.conflicts.length > 0) throw new Error(`conflicts: ${JSON.stringify(report.conflicts)}`);
}

/** Every kind of change lies between the old and the new one: content, mode, type, added, removed, only a time. */
function writeState(root: string, state: "old" | "new" | "later"): void {
  execFileSync("rm", ["-rf", root]);
  mkdirSync(root);
  const isOld = state === "old";
  put(root, "same.txt", "same");
  put(root, "edited.txt", state);
  put(root, "deep/er/edited.bin", Buffer.alloc(150_000, state));
  put(root, "mode.txt", "mode", isOld ? 0o644 : 0o755);
  put(root, "closed/inner.txt", state);
  put(root, isOld ? "removed/in/file.txt" : "added/in/file.txt", state);
  put(root, isOld ? "becomes-folder" : "becomes-folder/inner.txt", state);
  put(root, isOld ? "becomes-file/inner.txt" : "becomes-file", state);
  put(root, "time.txt", "only its time differs");
  put(root, "n\\xff-ä\n.txt", state);
  symlinkSync(`to-${state}`, join(root, "link"));
  if (isOld) mkdirSync(join(root, "empty-old"));
  else mkdirSync(join(root, "added/empty"));
  chmodSync(join(root, "closed"), isOld ? 0o555 : 0o500);
  const times = execFileSync("find", [root, "-depth", "-print0"])
    .toString("latin1")
    .split("\0")
    .filter(Boolean);
  for (const [at, path] of times.entries()) {
    const seconds = 1_000_000_000 + at + (isOld ? 0.123_456 : 1000.654_321);
    lutimesSync(Buffer.from(path, "latin1"), seconds, seconds);
  }
}

function put(root: string, path: string, content: string | Uint8Array, mode = 0o644): void {
  mkdirSync(join(root, dirname(path)), { recursive: true });
  writeFileSync(join(root, path), content, { mode });
}
