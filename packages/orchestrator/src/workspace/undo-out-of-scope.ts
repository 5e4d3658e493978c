import type { FileEdit, Persona } from "@kimi/contracts";
import type { RunSession } from "../run-session.ts";
import { boundPaths, isDependencyPath, refusalOf } from "./write-scope.ts";

/**
 * Takes back what an attempt's commands changed beyond the persona's write scope, and says so.
 * Tools are held to the scope when they write; a command can write anywhere, so it is looked at afterwards.
 */
export async function undoOutOfScope(
  session: RunSession,
  persona: Persona,
  startSnapshotId: string,
): Promise<void> {
  const { tree } = session.ground;
  const { workspaces, recorder } = { workspaces: session.ports.workspaces, recorder: session.recorder };
  const present = await tree.snapshot();
  const { changes } = await workspaces.changeSet(startSnapshotId, present.id);
  const sources = new Set((await tree.files.listSourceFiles()).map((entry) => entry.path));
  const own = new Set(
    session.writes.filter((write) => write.stage === persona.config.name).map((write) => write.path),
  );
  const bound = boundPaths(session.testing);
  const edits: FileEdit[] = [];
  for (const change of changes) {
    if ((change.after ?? change.before)?.type !== "file") continue;
    const isSource = sources.has(change.path) || session.ground.baselineSources.has(change.path);
    if (!isSource || isDependencyPath(change.path)) continue;
    if (refusalOf(change.path, persona.config.writes, bound, own) === null) continue;
    const before = await workspaces.readFile(startSnapshotId, change.path);
    edits.push(
      before === null
        ? { kind: "delete", path: change.path }
        : {
            kind: "write",
            path: change.path,
            content: before,
            ...(change.before && { mode: change.before.mode }),
          },
    );
  }
  if (edits.length === 0) return;
  await tree.files.edit(edits);
  const paths = edits.map((edit) => edit.path).join(", ");
  recorder.emit({
    type: "note",
    message: `Taken back, because commands of ${persona.config.name} changed files beyond its write scope: ${paths}`,
  });
}
