import type { Snapshot } from "@kimi/contracts";
import type { RunSession } from "../run-session.ts";

/** Whether the sources are what they were when an attempt began; what git would ignore does not count. */
export async function leavesSource(session: RunSession, start: Snapshot): Promise<boolean> {
  const { tree } = session.ground;
  const present = await tree.snapshot();
  if (present.treeHash === start.treeHash) return true;
  const { changes } = await session.ports.workspaces.changeSet(start.id, present.id);
  const sources = new Set((await tree.files.listSourceFiles()).map(({ path }) => path));
  return changes.every(({ path, after }) => after !== null && !sources.has(path));
}
