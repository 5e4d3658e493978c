import type { Snapshot } from "@kimi/contracts";
import { putArtifact } from "../record/put-artifact.ts";
import { renderRedactedPatch } from "../record/render-redacted-patch.ts";
import type { RunSession } from "../run-session.ts";

/** Keeps as a patch what an attempt without a result had written, before it is taken back; nothing when it wrote nothing. */
export async function keepUnusable(
  session: RunSession,
  start: Snapshot,
  { stage, attempt }: { readonly stage: string; readonly attempt: number },
): Promise<void> {
  const { ground, ports } = session;
  const present = await ground.tree.snapshot();
  const changeSet = await ports.workspaces.changeSet(start.id, present.id);
  if (changeSet.changes.length === 0) return;
  await putArtifact(session, {
    name: `attempts/${stage}-${attempt}.patch`,
    mediaType: "text/x-diff",
    content: await renderRedactedPatch(changeSet, ports),
    producer: { stage, attempt },
  });
}
