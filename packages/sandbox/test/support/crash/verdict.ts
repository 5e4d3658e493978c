import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RecoveredOperation } from "@kimi/contracts";
import { type SandboxManager, createSandboxManager } from "../../../src/index.ts";
import { walk } from "../walk.ts";
import { type Lab, type Operation, perform } from "./lab.ts";

/** What a target may be: before an operation, and after it. */
export interface Expectation {
  readonly before: Record<string, string>;
  readonly after: Record<string, string>;
}

/** Keeps a lab as it is, and finds out what the operation makes of it when nothing disturbs it. Resets it then. */
export async function expectOf(lab: Lab, operation: Operation): Promise<Expectation> {
  saveLab(lab);
  const before = walk(lab.target);
  await perform(createSandboxManager({ home: lab.home }), lab, operation);
  const after = walk(lab.target);
  resetLab(lab);
  return { before, after };
}

/** Copies a lab to where {@link resetLab} finds it. */
export function saveLab({ folder }: Lab): void {
  rmSync(`${folder}.saved`, { recursive: true, force: true });
  execFileSync("cp", ["-a", folder, `${folder}.saved`]);
}

/** Puts a copy in a lab's place. */
export function resetLab(lab: Lab): void {
  discard(lab);
  execFileSync("cp", ["-a", `${lab.folder}.saved`, lab.folder]);
}

/** Moves a copy into a lab's place: it can be had once. */
export function takeImage(lab: Lab, name: string): void {
  discard(lab);
  renameSync(`${lab.folder}.${name}`, lab.folder);
}

function discard({ folder }: Lab): void {
  execFileSync("chmod", ["-R", "u+rwX", folder]);
  rmSync(folder, { recursive: true });
}

/** Makes what belongs to this process in a copied lab belong to one that is no more. */
export function orphan(folder: string): void {
  const own = `${process.pid}.`;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.name.startsWith(own)) continue;
    renameSync(
      join(entry.parentPath, entry.name),
      join(entry.parentPath, entry.name.replace(own, "999999999.")),
    );
  }
}

/**
 * After a crash: recovers, and sees that the tree is exactly old or exactly new, that the store is whole and nothing is
 * left lying about, and, with `again`, that the operation works then. Returns which of the two the tree was.
 */
export async function judge(
  lab: Lab,
  operation: Operation,
  { before, after, again = true }: Expectation & { readonly again?: boolean },
): Promise<{ readonly state: "old" | "new"; readonly recovered: readonly RecoveredOperation[] }> {
  const manager = createSandboxManager({ home: lab.home });
  const recovered = await manager.recover();
  assert.deepEqual(
    recovered.filter(({ outcome }) => outcome === "stuck"),
    [],
  );
  const state = stateOf(lab, operation, { before, after });
  for (const { outcome } of recovered) assert.equal(outcome, state === "new" ? "finished" : "undone");
  assert.deepEqual(await manager.recover(), []);
  await expectWhole(manager, lab);
  if (!again) return { state, recovered };
  await perform(createSandboxManager({ home: lab.home }), lab, operation);
  assert.deepEqual(withoutFolderTimes(operation, walk(lab.target)), withoutFolderTimes(operation, after));
  await expectWhole(manager, lab);
  return { state, recovered };
}

/** Which state a target is in. @throws AssertionError when it is neither. */
export function stateOf(lab: Lab, operation: Operation, { before, after }: Expectation): "old" | "new" {
  const found = walk(lab.target);
  const wanted = withoutFolderTimes(operation, after);
  if (JSON.stringify(withoutFolderTimes(operation, found)) === JSON.stringify(wanted)) return "new";
  assert.deepEqual(found, before);
  return "old";
}

async function expectWhole(manager: SandboxManager, lab: Lab): Promise<void> {
  const { damages, snapshots } = await manager.verify();
  assert.deepEqual(damages, []);
  assert.ok(snapshots >= 2);
  for (const id of [lab.from, lab.to]) assert.ok(existsSync(join(lab.home, "snapshots/manifests", id)), id);
  const names = readdirSync(lab.home, { recursive: true, encoding: "utf8" });
  assert.deepEqual(
    names.filter((name) => name.endsWith(".tmp") || name.startsWith("journals/")),
    [],
  );
  const staging = join(lab.target, ".kimi_agent/staging");
  assert.deepEqual(existsSync(staging) ? readdirSync(staging) : [], []);
  assert.deepEqual(readdirSync(dirname(lab.target)).toSorted(), ["home", "other", "target"]);
}

/** An apply leaves the times of folders to the file system. */
function withoutFolderTimes(operation: Operation, tree: Record<string, string>): [string, string][] {
  const entries = Object.entries(tree).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (operation !== "apply") return entries;
  return entries.map(([path, entry]) => [
    path,
    /^(?:folder|directory) /.test(entry) ? entry.replace(/ @.*/, "") : entry,
  ]);
}
