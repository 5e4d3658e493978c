import {
  type Requirement,
  requirementIdSchema,
  requirementSchema,
  type SourceDocument,
} from "@kimi/contracts";
import { z } from "zod";

/** A document as a requirement knows it: by its path, or by its content where it was moved. */
const originSchema = z.strictObject({ path: z.string().min(1), contentHash: z.string().length(64) });

/** A requirement that some run of the target stated. */
const registeredRequirementSchema = z.strictObject({
  /** As it was stated last. */
  requirement: requirementSchema,
  /**
   * `stated` by this run; `standing`: stated by an earlier one, and not spoken of since; `removed`: its documents were
   * given again without it. Nothing is ever struck out, so that no id gets a second meaning.
   */
  state: z.enum(["stated", "standing", "removed"]),
  /** The documents that ask for it, the prompt left out; none for an assumption. */
  origins: z.array(originSchema).readonly(),
  /** The highest number that any of its criteria ever had. */
  lastCriterion: z.int().min(0),
});

/** Everything that the runs of a target have required so far, with every id that was ever used. */
export const requirementRegisterSchema = z.array(registeredRequirementSchema).readonly();

/** The artifact that keeps a run's register. */
export const registerArtifactName = "internal/requirement-register.json";

export type RegisteredRequirement = Readonly<z.infer<typeof registeredRequirementSchema>>;
export type RequirementRegister = readonly RegisteredRequirement[];

/** The number of an id: 3 of `REQ-3`, 2 of `REQ-3.2`. */
export function numberOf(id: string): number {
  return Number(/\d+$/.exec(id)?.[0] ?? 0);
}

/** The first requirement id that was never used. */
export function nextId(register: RequirementRegister): string {
  const last = Math.max(0, ...register.map(({ requirement }) => numberOf(requirement.id)));
  return requirementIdSchema.parse(`REQ-${last + 1}`);
}

/** A register entry of a requirement that a run states over the documents it was given. */
export function registerRequirement(
  requirement: Requirement,
  documents: readonly Pick<SourceDocument, "path" | "contentHash">[],
  before?: RegisteredRequirement,
): RegisteredRequirement {
  const cited = new Set(requirement.quotations.map(({ span }) => span.path));
  const numbers = requirement.criteria.map(({ id }) => numberOf(id));
  return {
    requirement,
    state: "stated",
    origins: documents
      .filter(({ path }) => path !== "prompt" && cited.has(path))
      .map(({ path, contentHash }) => ({ path, contentHash })),
    lastCriterion: Math.max(before?.lastCriterion ?? 0, ...numbers),
  };
}
