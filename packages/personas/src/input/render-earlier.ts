import type { Handoff } from "@kimi/contracts";
import { renderRequirement } from "./render-requirements.ts";

/** What earlier runs of the project required, and how its ids are kept; empty without an earlier run. */
export function renderEarlier({ earlier }: Pick<Handoff, "earlier">): string {
  if (earlier === undefined) return "";
  const { requirements, nextId } = earlier;
  return [
    ...(requirements.length === 0
      ? []
      : [
          "<earlier-requirements>",
          ...requirements.map(renderRequirement),
          "</earlier-requirements>",
          "Earlier runs of this project required these. What the documents still ask for keeps its id, the ids of its criteria and, where nothing changed, its wording; what they ask for differently keeps its id. Leave out what they do not ask for.",
        ]),
    `What is new gets ids from ${nextId} on; an id never gets another meaning. A program compares the words.`,
  ].join("\n");
}
