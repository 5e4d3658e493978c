import type { Handoff } from "@kimi/contracts";
import { z } from "zod";
import { nextId, requirementRegisterSchema } from "./requirement-register.ts";

/** What earlier runs of a target required, as a run found it when it began. */
export const earlierRequirementsSchema = z.strictObject({
  /** The register of the latest run that stated requirements: whose ids are kept. */
  known: requirementRegisterSchema,
  /** The run that changes are told against, with its register: the latest that is in the project, else the latest. */
  since: z.strictObject({ runId: z.string(), startedAt: z.iso.datetime(), applied: z.boolean() }),
  compared: requirementRegisterSchema,
});

/** The artifact that keeps it, so that a run that is taken up again, or played again, finds the same. */
export const earlierArtifactName = "internal/earlier-requirements.json";

export type EarlierRequirements = Readonly<z.infer<typeof earlierRequirementsSchema>>;

/** What the requirements stage is told of it: what still stands, and where new ids begin. */
export function describeEarlier({ known }: EarlierRequirements): NonNullable<Handoff["earlier"]> {
  return {
    requirements: known.filter(({ state }) => state !== "removed").map(({ requirement }) => requirement),
    nextId: nextId(known),
  };
}
