import type { Handoff, RequirementChanges } from "@kimi/contracts";

/** What became of the requirements since an earlier run, and what is to go with those that are gone; empty without one. */
export function renderChanges({ changes }: Pick<Handoff, "changes">): string {
  if (changes === undefined) return "";
  const { added, changed, unchanged, removed } = changes;
  const lines = [
    ...listed("New", added),
    ...changed.map(
      ({ id, aspects, before }) => `Changed (${aspects.join(", ")}): ${id}; it was: ${before.statement}`,
    ),
    ...listed("As before", unchanged),
    ...removed.map(renderRemoved),
  ];
  const toGo =
    removed.length === 0
      ? []
      : [
          "Take out what serves only what is gone, each agent what it may write: code, tests, documentation. Name its ids in `requirements`.",
        ];
  return ["Since an earlier run of this project:", ...lines.map((line) => `- ${line}`), ...toGo].join("\n");
}

function listed(what: string, ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`${what}: ${ids.join(", ")}`];
}

function renderRemoved({ requirement, leftovers }: RequirementChanges["removed"][number]): string {
  const { id, statement } = requirement;
  const lines = leftovers.lines.map(({ path, startLine, endLine }) => `${path}:${startLine}-${endLine}`);
  const tests = leftovers.tests.map(({ file, name }) => `test ${file} "${name}"`);
  const left = [...lines, ...tests];
  const found = left.length === 0 ? "nothing of it was found" : `still there: ${left.join(", ")}`;
  return `Gone: ${id}, ${statement} (${found})`;
}
