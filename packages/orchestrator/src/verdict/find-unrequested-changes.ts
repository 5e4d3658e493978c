import type { Change, ChangeSet, FileWrite, Finding } from "@kimi/contracts";

/** Changed source files that no requirement accounts for: written by a tool call that named none, or by a command. */
export function findUnrequestedChanges(
  changeSet: ChangeSet,
  writes: readonly FileWrite[],
  isSource: (change: Change) => boolean,
  documentationPaths: ReadonlySet<string>,
): readonly Finding[] {
  return changeSet.changes.flatMap((change): readonly Finding[] => {
    const { path } = change;
    if (!isSource(change) || documentationPaths.has(path)) return [];
    const calls = writes.filter((write) => write.path === path);
    if (calls.some((call) => call.requirements.length > 0)) return [];
    const message =
      calls.length === 0
        ? `${path} was ${change.kind} by a command; no tool call accounts for it.`
        : `${path} was ${change.kind} by calls that name no requirement.`;
    return [{ kind: "unrequested-change", blocking: false, path, message }];
  });
}
