import type { RequirementChanges, Trace } from "@kimi/contracts";
import { escapeInline } from "./escape-markdown.ts";
import { codeSpan } from "./render-code.ts";

/** What became of the requirements since an earlier run, as a section; nothing when there was none. */
export function renderChanges({ changes, requirements }: Trace): readonly string[] {
  if (changes === null) return [];
  const titles = new Map(requirements.map(({ id, title }) => [id, title]));
  const name = (id: string): string => `${id} ${escapeInline(titles.get(id) ?? "")}`.trimEnd();
  const { since, added, changed, removed, unchanged, standing, carried, renumbered } = changes;
  const items = [
    ...added.map((id) => `**added** ${name(id)}`),
    ...changed.map(
      ({ id, aspects, before }) =>
        `**changed** ${name(id)}: ${aspects.join(", ")}. It was: ${escapeInline(before.statement)}`,
    ),
    ...removed.map(renderRemoved),
    ...(unchanged.length === 0 ? [] : [`unchanged: ${unchanged.join(", ")}`]),
    ...(standing.length === 0
      ? []
      : [`not spoken of by the documents of this run: ${standing.map(({ id }) => id).join(", ")}`]),
    ...carried.map((id) => `kept, since its words still stand though it was not handed in: ${name(id)}`),
    ...renumbered.map(({ submitted, id }) => `handed in as ${submitted}: ${name(id)}`),
  ];
  const state = since.applied ? "whose result was in the project" : "of which nothing was in the project";
  return [`## Since run ${since.runId}, ${state}`, items.map((item) => `- ${item}`).join("\n")];
}

function renderRemoved({ requirement, leftovers }: RequirementChanges["removed"][number]): string {
  const places = [
    ...leftovers.lines.map(({ path, startLine, endLine }) => `${codeSpan(path)} ${startLine}–${endLine}`),
    ...leftovers.tests.map(({ file, name }) => `${codeSpan(file)} ${escapeInline(name)}`),
  ];
  const left =
    places.length === 0 ? "Nothing that was written only for it is left." : `Left: ${places.join("; ")}.`;
  return `**removed** ${requirement.id} ${escapeInline(requirement.title)}. ${left}`;
}
