import type { Requirement, RequirementAspect, RequirementChanges, SourceDocument } from "@kimi/contracts";
import type { EarlierRequirements } from "./earlier-requirements.ts";
import {
  type RegisteredRequirement,
  registerRequirement,
  type RequirementRegister,
} from "./requirement-register.ts";

type Documents = readonly Pick<SourceDocument, "path" | "contentHash">[];

/** What became of the requirements since an earlier run. Leftovers of removed ones are looked for elsewhere. */
export function compareRequirements(
  requirements: readonly Requirement[],
  documents: Documents,
  { since, compared }: EarlierRequirements,
  merged: ReadonlySet<string> = new Set(),
): Omit<RequirementChanges, "renumbered" | "carried"> {
  const then = new Map(compared.map((entry) => [entry.requirement.id, entry]));
  const stated = new Set(requirements.map(({ id }) => id));
  const stood = compared.filter(
    ({ state, requirement }) => state !== "removed" && !stated.has(requirement.id),
  );
  const [removed, standing] = [true, false].map((gone) =>
    stood
      .filter((entry) => isRemoved(entry, documents, merged) === gone)
      .map(({ requirement }) => requirement),
  );
  const held = requirements.map((requirement) => {
    const entry = then.get(requirement.id);
    return {
      requirement,
      before: entry === undefined || entry.state === "removed" ? null : entry.requirement,
    };
  });
  const differing = held.flatMap(({ requirement: { id }, before, requirement }) => {
    const aspects = before === null ? [] : listAspects(before, requirement);
    return before === null || aspects.length === 0 ? [] : [{ id, aspects, before }];
  });
  const changed = new Set(differing.map(({ id }) => id));
  return {
    since,
    added: held.flatMap(({ requirement: { id }, before }) => (before === null ? [id] : [])),
    unchanged: held.flatMap(({ requirement: { id }, before }) =>
      before === null || changed.has(id) ? [] : [id],
    ),
    changed: differing,
    removed: (removed ?? []).map((requirement) => ({ requirement, leftovers: { lines: [], tests: [] } })),
    standing: (standing ?? []).map(({ id, title }) => ({ id, title })),
  };
}

/** The register after a run: what it states, and what others stated before. */
export function updateRegister(
  requirements: readonly Requirement[],
  documents: Documents,
  known: RequirementRegister,
  merged: ReadonlySet<string> = new Set(),
): RequirementRegister {
  const before = new Map(known.map((entry) => [entry.requirement.id, entry]));
  const stated = new Set(requirements.map(({ id }) => id));
  const kept = known
    .filter(({ requirement }) => !stated.has(requirement.id))
    .map((entry): RegisteredRequirement => {
      if (entry.state === "removed") return entry;
      return { ...entry, state: isRemoved(entry, documents, merged) ? "removed" : "standing" };
    });
  return [...requirements.map((one) => registerRequirement(one, documents, before.get(one.id))), ...kept];
}

/**
 * True when every document that asked for it was given again. A document is the same by its path or, where it was moved,
 * by its content. What only a prompt asked for is never removed, since the next prompt asks for something else, nor is
 * an assumption, which no document can drop.
 */
function isRemoved(
  { origins, requirement }: RegisteredRequirement,
  documents: Documents,
  merged: ReadonlySet<string>,
): boolean {
  return (
    origins.length > 0 &&
    !merged.has(requirement.id) &&
    origins.every((origin) =>
      documents.some(
        ({ path, contentHash }) => samePath(path, origin.path) || contentHash === origin.contentHash,
      ),
    )
  );
}

function samePath(a: string, b: string): boolean {
  return a.replace(/^(?:\.\/)+/, "") === b.replace(/^(?:\.\/)+/, "");
}

function listAspects(before: Requirement, after: Requirement): readonly RequirementAspect[] {
  const criteria = ({ criteria: all }: Requirement): string =>
    all
      .map(({ id, text }) => `${id} ${plain(text)}`)
      .toSorted()
      .join("\n");
  const quotations = ({ quotations: all }: Requirement): string =>
    [...new Set(all.map(({ text }) => plain(text)))].toSorted().join("\n");
  const differs: Readonly<Record<RequirementAspect, boolean>> = {
    quotations: quotations(before) !== quotations(after),
    priority: before.priority !== after.priority,
    title: plain(before.title) !== plain(after.title),
    statement: plain(before.statement) !== plain(after.statement),
    criteria: criteria(before) !== criteria(after),
  };
  const aspects: readonly RequirementAspect[] = ["quotations", "priority", "title", "statement", "criteria"];
  return aspects.filter((aspect) => differs[aspect]);
}

/** White space is the document's layout. */
function plain(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ");
}
