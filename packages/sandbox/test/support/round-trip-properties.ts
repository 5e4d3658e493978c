import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { FaultHook, SandboxManager } from "../../src/index.ts";
import { arbitraryEdits, carryOut } from "./arbitrary-edits.ts";
import { arbitraryTree } from "./arbitrary-tree.ts";
import { type Inspected, inspect } from "./inspect.ts";
import { plant } from "./plant.ts";
import { walk } from "./walk.ts";

/** A folder and the manager that keeps it. */
export interface Shop {
  readonly target: string;
  readonly manager: SandboxManager;
}

type Runs = fc.Parameters<unknown>;

/** Restoring a snapshot is the identity, whatever was done to the tree since. */
export async function checkRestore({ target, manager }: Shop, runs: Runs): Promise<void> {
  await fc.assert(
    fc.asyncProperty(arbitraryTree, arbitraryEdits, async (tree, edits) => {
      plant(target, tree);
      const wanted = walk(target);
      const { id } = await manager.snapshot(target);
      carryOut(target, edits);
      const report = await manager.restore({ runId: "run", targetPath: target, snapshotId: id });
      assert.deepEqual(report.differences, []);
      assert.deepEqual(walk(target), wanted);
      assert.equal((await manager.snapshot(target)).id, id);
    }),
    runs,
  );
}

/** A tree, and the difference to another applied to it, make that other one. */
export async function checkApply({ target, manager }: Shop, runs: Runs): Promise<void> {
  await fc.assert(
    fc.asyncProperty(arbitraryTree, arbitraryEdits, async (tree, edits) => {
      plant(target, tree);
      const before = inspect(target);
      const from = await manager.snapshot(target);
      carryOut(target, edits);
      const after = inspect(target);
      const to = await manager.snapshot(target);
      const request = { runId: "run", targetPath: target };
      assert.deepEqual((await manager.restore({ ...request, snapshotId: from.id })).differences, []);
      const changeSet = await manager.changeSet(from.id, to.id);
      assert.deepEqual((await manager.apply({ ...request, changeSet })).conflicts, []);
      assert.deepEqual(comparable(inspect(target), before), comparable(after, before));
      assert.deepEqual((await manager.changeSet((await manager.snapshot(target)).id, to.id)).changes, []);
    }),
    runs,
  );
}

/** A private tree is what its snapshot is; what is done in it is recorded, undone, and leaves the target alone. */
export async function checkPrivateTree({ target, manager }: Shop, runs: Runs): Promise<void> {
  await fc.assert(
    fc.asyncProperty(arbitraryTree, arbitraryEdits, async (tree, edits) => {
      plant(target, tree);
      const wanted = walk(target);
      const { id } = await manager.snapshot(target);
      const request = { runId: "run", snapshotId: id, targetPath: target, kind: "private" } as const;
      await using made = await manager.openWorkingTree(request);
      assert.deepEqual(walk(made.root), wanted);
      assert.equal((await made.snapshot()).id, id);
      carryOut(made.root, edits);
      const edited = walk(made.root);
      const changed = await made.snapshot();
      await using copy = await manager.openWorkingTree({ ...request, snapshotId: changed.id });
      assert.deepEqual(walk(copy.root), edited);
      assert.deepEqual((await made.restore(id)).differences, []);
      assert.deepEqual(walk(made.root), wanted);
      assert.deepEqual(walk(target), wanted);
    }),
    runs,
  );
}

/** A snapshot with an overlay is recorded as what a tree made of the two is. */
export async function checkOverlay({ target, manager }: Shop, runs: Runs): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      arbitraryTree,
      arbitraryEdits,
      fc.infiniteStream(fc.boolean()),
      async (tree, edits, picks) => {
        plant(target, tree);
        const base = await manager.snapshot(target);
        carryOut(target, edits);
        const top = await manager.snapshot(target);
        const { changes } = await manager.changeSet(base.id, top.id);
        const paths = changes.map(({ path }) => path).filter(() => picks.next().value === true);
        const overlay = { snapshotId: top.id, paths };
        const request = { runId: "run", snapshotId: base.id, targetPath: target, kind: "private" } as const;
        await using made = await manager.openWorkingTree({ ...request, overlay });
        assert.deepEqual(await manager.overlay(base.id, overlay), await made.snapshot());
      },
    ),
    runs,
  );
}

/** A shop whose disk fails when it is told to. */
export interface FailingShop extends Shop {
  /** Lets the step or staging of this number fail, counted from 0. */
  readonly failAt: (which: number) => void;
}

/** Whatever fails, and wherever: either all is restored, or all is as it was. */
export async function checkUndo({ target, manager, failAt }: FailingShop, runs: Runs): Promise<void> {
  await fc.assert(
    fc.asyncProperty(arbitraryTree, arbitraryEdits, fc.nat(12), async (tree, edits, which) => {
      failAt(Number.NaN);
      plant(target, tree);
      const wanted = walk(target);
      const { id } = await manager.snapshot(target);
      carryOut(target, edits);
      const edited = walk(target);
      failAt(which);
      const restored = await manager.restore({ runId: "run", targetPath: target, snapshotId: id }).then(
        () => true,
        () => false,
      );
      assert.deepEqual(walk(target), restored ? wanted : edited);
    }),
    runs,
  );
}

/** What makes a disk of a shop fail, and the shop's fault hook. */
export function createFailure(): { readonly failAt: FailingShop["failAt"]; readonly fault: FaultHook } {
  let left = Number.NaN;
  return {
    failAt: (which) => {
      left = which;
    },
    fault: (point) => {
      if (/^(?:step|stage|kept) /.test(point) && left-- === 0) throw new Error(`the disk fails at ${point}`);
    },
  };
}

/** Times and holes count for what apply writes; a file that keeps its content keeps its own. */
function comparable(
  tree: ReadonlyMap<string, Inspected>,
  before: ReadonlyMap<string, Inspected>,
): Record<string, unknown> {
  return Object.fromEntries(
    [...tree].map(([path, one]) => {
      const was = before.get(path);
      const isWritten = was?.type !== one.type || was.content !== one.content;
      const { mtimeUs, missingBlocks, ...rest } = one;
      return [path, isWritten ? { ...rest, mtimeUs, missingBlocks } : rest];
    }),
  );
}
