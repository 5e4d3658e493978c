import type { Finding, Snapshot } from "@kimi/contracts";
import { lookForLeftovers } from "../requirements/look-for-leftovers.ts";
import type { RunSession } from "../run-session.ts";

/** What a state of the tree still holds of requirements that the documents no longer ask for, a finding a place. */
export async function findLeftoverFindings(session: RunSession, tree: Snapshot): Promise<readonly Finding[]> {
  if (session.requirementChanges === null) return [];
  const { removed } = await lookForLeftovers(session, session.requirementChanges, tree);
  return removed.flatMap(({ requirement: { id, title }, leftovers }): readonly Finding[] => {
    const why = `${id} “${title}”, which the documents no longer ask for`;
    const lines = leftovers.lines.map(({ path, startLine, endLine }) => {
      const where = startLine === endLine ? `Line ${startLine} was` : `Lines ${startLine}–${endLine} were`;
      return { path, message: `${where} written only for ${why}.` };
    });
    const tests = leftovers.tests.map(({ file, name }) => ({
      path: file,
      message: `The test “${name}” proves only ${why}.`,
    }));
    return [...lines, ...tests].map((one) => ({ kind: "leftover", blocking: false, ...one }));
  });
}
