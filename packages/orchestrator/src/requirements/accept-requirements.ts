import type { NewArtifact, RequirementChanges, RequirementsOutput } from "@kimi/contracts";
import { putJson } from "../record/put-artifact.ts";
import type { RunSession } from "../run-session.ts";
import { compareRequirements, updateRegister } from "./compare-requirements.ts";
import { describeLeftovers } from "./describe-leftovers.ts";
import { findOmitted, type Omitted } from "./find-omitted.ts";
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
  const stated = submitted.map((one) => renameRequirement(one, ids));
  const omitted = findOmitted(stated, known, accepted.documents, ports.ingestor);
  session.requirements = [...stated, ...omitted.carried];
  session.requirementChanges = await compareWithEarlier(session, ids, omitted);
  await putJson(session, "requirements.json", session.requirements, producer);
  await putJson(
    session,
    registerArtifactName,
    updateRegister(session.requirements, accepted.documents, known, omitted.merged),
    producer,
  );
  if (session.requirementChanges !== null)
    await putJson(session, "requirement-changes.json", session.requirementChanges, producer);
  announce(session);
  return renameOutput(output, ids);
}

async function compareWithEarlier(
  session: RunSession,
  ids: ReadonlyMap<string, string>,
  { carried, merged }: Omitted,
): Promise<RequirementChanges | null> {
  const { accepted, ground, requirements } = session;
  if (ground.earlier === null) return null;
  const compared = compareRequirements(requirements, accepted.documents, ground.earlier, merged);
  const submittedAs = new Map([...ids].map(([submitted, id]) => [id, submitted]));
  const renumbered = requirements
    .map(({ id }) => ({ submitted: submittedAs.get(id) ?? id, id }))
    .filter(({ submitted, id }) => submitted !== id);
  const changes = { ...compared, carried: carried.map(({ id }) => id), renumbered };
  return lookForLeftovers(session, changes, ground.baseline);
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
            carried: [...changes.carried],
            renumbered: [...changes.renumbered],
            leftovers: changes.removed.flatMap(({ leftovers }) => describeLeftovers(leftovers)),
          },
  });
}
