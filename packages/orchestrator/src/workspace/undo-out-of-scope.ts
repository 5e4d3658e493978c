import type { Change, Persona } from "@kimi/contracts";
import type { RunSession } from "../run-session.ts";
import { boundPaths } from "./bound-paths.ts";
import { findOrigins, type ChangeOrigins } from "./change-origins.ts";
import { isCache, isFolder, isWanted } from "./select-kept-changes.ts";
import { refusalOf } from "./write-scope.ts";

/** Paths that a note lists by name. */
const listed = 20;

/**
 * Takes back what an attempt changed beyond the persona's write scope, whatever kind of entry it is, and says so.
 * Tools are held to the scope when they write; a command can write anywhere, so it is looked at afterwards.
 */
export async function undoOutOfScope(
  session: RunSession,
  persona: Persona,
  startSnapshotId: string,
): Promise<void> {
  const { tree } = session.ground;
  const { workspaces } = session.ports;
  const present = await tree.snapshot();
  const { changes } = await workspaces.changeSet(startSnapshotId, present.id);
  const paths = findOutOfScope(changes, {
    origins: await findOrigins(session),
    bound: boundPaths(session),
    writes: persona.config.writes,
  });
  if (paths.length === 0) return;
  const { id } = await workspaces.overlay(present.id, { snapshotId: startSnapshotId, paths });
  await tree.restore(id);
  const more = paths.length > listed ? ` and ${paths.length - listed} more` : "";
  const shown = `${paths.slice(0, listed).join(", ")}${more}`;
  session.recorder.emit({
    type: "note",
    message: `Taken back, because commands of ${persona.config.name} changed files beyond its write scope: ${shown}`,
  });
}

interface Scope {
  readonly origins: ChangeOrigins;
  readonly bound: ReadonlySet<string>;
  readonly writes: Persona["config"]["writes"];
}

/** Changes that would count and that the persona may not make. Bound tests count even where git ignores them. */
function findOutOfScope(changes: readonly Change[], { origins, bound, writes }: Scope): readonly string[] {
  const counts = (path: string): boolean => bound.has(path) || (isWanted(path, origins) && !isCache(path));
  const files = changes.filter((change) => !isFolder(change));
  const beyond = new Set(
    files.map(({ path }) => path).filter((path) => counts(path) && refusalOf(path, writes, bound) !== null),
  );
  // A new folder goes with the only files it was made for.
  const folders = changes.filter(
    (change) =>
      isFolder(change) &&
      change.kind === "added" &&
      refusalOf(`${change.path}/file`, writes, bound) !== null &&
      files.every((file) => !file.path.startsWith(`${change.path}/`) || beyond.has(file.path)),
  );
  return [...beyond, ...folders.map(({ path }) => path)].toSorted();
}
