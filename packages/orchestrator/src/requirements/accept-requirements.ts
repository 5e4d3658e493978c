import type { NewArtifact, Requirement, RequirementChanges, RequirementsOutput } from "@kimi/contracts";
import { putJson } from "../record/put-artifact.ts";
import type { RunSession } from "../run-session.ts";
import { compareRequirements, updateRegister } from "./compare-requirements.ts";
import { describeLeftovers } from "./describe-leftovers.ts";
import { keepIds } from "./keep-ids.ts";
import { lookForLeftovers } from "./look-for-leftovers.ts";
import { renameOutput, renameRequirement } from "./rename-ids.ts";
import { registerArtifactName } from "./requirement-register.ts";
import { resolveRequirements } from "./resolve-requirements.ts";

/**
 * Takes submitted requirements into the run: under the ids that earlier runs of the target gave them, with what became
 * of each since, and what is left in the project of those that are gone. Gives the output under these ids.
 */
export async function acceptRequirements(
  session: RunSession,
  output: RequirementsOutput,
  producer: NewArtifact["producer"],
): Promise<RequirementsOutput> {
  const { accepted, ground, ports } = session;
  const submitted = resolveRequirements(output, accepted.documents, ports.ingestor);
  const known = ground.earlier?.known ?? [];
  const ids = keepIds(submitted, known);
  session.requirements = submitted.map((one) => renameRequirement(one, ids));
  session.requirementChanges = await compareWithEarlier(session, submitted, ids);
  await putJson(session, "requirements.json", session.requirements, producer);
  await putJson(
    session,
    registerArtifactName,
    updateRegister(session.requirements, accepted.documents, known),
    producer,
  );
  if (session.requirementChanges !== null)
    await putJson(session, "requirement-changes.json", session.requirementChanges, producer);
  announce(session);
  return renameOutput(output, ids);
}

async function compareWithEarlier(
  session: RunSession,
  submitted: readonly Requirement[],
  ids: ReadonlyMap<string, string>,
): Promise<RequirementChanges | null> {
  const { accepted, ground } = session;
  if (ground.earlier === null) return null;
  const compared = compareRequirements(session.requirements, accepted.documents, ground.earlier);
  const renumbered = submitted
    .filter(({ id }) => ids.get(id) !== id)
    .map(({ id }) => ({ submitted: id, id: ids.get(id) ?? id }));
  return lookForLeftovers(session, { ...compared, renumbered }, ground.baseline);
}

/** Says in the log what is required, what became of it, and which parts of the documents nothing cites. */
function announce({ requirements, requirementChanges, accepted, ports, recorder }: RunSession): void {
  const changes = requirementChanges;
  recorder.emit({
    type: "requirements-accepted",
    requirements: requirements.length,
    assumptions: requirements.filter(({ assumption }) => assumption).length,
    uncovered: [...ports.evidence.findUncovered(accepted.documents, requirements)],
    changes:
      changes === null
        ? null
        : {
            since: changes.since.runId,
            added: [...changes.added],
            changed: changes.changed.map(({ id }) => id),
            unchanged: [...changes.unchanged],
            removed: changes.removed.map(({ requirement }) => requirement.id),
            standing: changes.standing.map(({ id }) => id),
            renumbered: [...changes.renumbered],
            leftovers: changes.removed.flatMap(({ leftovers }) => describeLeftovers(leftovers)),
          },
  });
}
