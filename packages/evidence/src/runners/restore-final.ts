import { KimiError, type Snapshot, type WorkingTree } from "@kimi/contracts";

/** Brings a tree back to the final one: tests leave files behind, and each execution starts from the same. */
export async function restoreFinal(tree: Pick<WorkingTree, "restore">, final: Snapshot): Promise<void> {
  const { verified, differences } = await tree.restore(final.id);
  if (verified) return;
  throw new KimiError(
    "workspace",
    `The test tree could not be brought back: ${differences[0]?.path ?? "unknown path"} still differs. Evidence needs equal trees; run again.`,
  );
}
