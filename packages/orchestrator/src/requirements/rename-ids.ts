import type { Requirement, RequirementsOutput } from "@kimi/contracts";

type Stated = Pick<Requirement, "id" | "title" | "statement" | "criteria">;

/** A requirement under its new ids, with whatever it says of others under theirs. Quotations stay as they are. */
export function renameRequirement<R extends Stated>(requirement: R, ids: ReadonlyMap<string, string>): R {
  const { id, title, statement, criteria } = requirement;
  return {
    ...requirement,
    id: ids.get(id) ?? id,
    title: renameMentions(title, ids),
    statement: renameMentions(statement, ids),
    criteria: criteria.map((one) => ({ id: ids.get(one.id) ?? one.id, text: renameMentions(one.text, ids) })),
  };
}

/** What a persona submitted, under the new ids: later stages see this. */
export function renameOutput(
  output: RequirementsOutput,
  ids: ReadonlyMap<string, string>,
): RequirementsOutput {
  return {
    summary: renameMentions(output.summary, ids),
    requirements: output.requirements.map((one) => renameRequirement(one, ids)),
    openQuestions: output.openQuestions.map((question) => renameMentions(question, ids)),
  };
}

function renameMentions(text: string, ids: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\bREQ-[1-9]\d*(?:\.[1-9]\d*)?\b/g, (id) => {
    const [requirement = "", criterion] = id.split(".");
    const renamed = ids.get(id) ?? ids.get(requirement);
    if (renamed === undefined) return id;
    return criterion === undefined || ids.has(id) ? renamed : `${renamed}.${criterion}`;
  });
}
