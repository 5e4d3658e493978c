import type { ChangeSet, FileWrite, Finding } from "@kimi/contracts";

/** Changed files that no requirement accounts for: written by a tool call that named none, or by a command. */
export function findUnrequestedChanges(
  changeSet: ChangeSet,
  writes: readonly FileWrite[],
  installed: ReadonlySet<string>,
  documentationPaths: ReadonlySet<string>,
): readonly Finding[] {
  return changeSet.changes.flatMap((change): readonly Finding[] => {
    const { path } = change;
    if ((change.after ?? change.before)?.type === "directory" || documentationPaths.has(path)) return [];
    if ([...installed].some((folder) => path.startsWith(`${folder}/`))) return [];
    const calls = writes.filter((write) => write.path === path);
    if (calls.some((call) => call.requirements.length > 0)) return [];
    const message =
      calls.length === 0
        ? `${path} was ${change.kind} by a command; no tool call accounts for it.`
        : `${path} was ${change.kind} by calls that name no requirement.`;
    return [{ kind: "unrequested-change", blocking: false, path, message }];
  });
}
