import type {
  CriterionVerdict,
  Evidence,
  EvidenceReport,
  Finding,
  RedCheck,
  Requirement,
} from "@kimi/contracts";
import type { BoundTest } from "../bindings/bind-tests.ts";
import { testKey } from "../red/judge-red.ts";
import { redKey } from "../red/red-key.ts";
import { judgeCriterion } from "./judge-criterion.ts";

/** All that a verdict rests on. */
export interface VerdictInput {
  readonly requirements: readonly Requirement[];
  /** Criterion ids the user waived. */
  readonly accepted: readonly string[];
  readonly bound: readonly BoundTest[];
  /** By {@link redKey}. */
  readonly red: ReadonlyMap<string, readonly RedCheck[]>;
  /** Why tests that pass prove nothing, by {@link testKey}: they fail with inputs of the same kind. @default none */
  readonly refuted?: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

/** What holds of each criterion, and of the run. */
export function computeVerdict(input: VerdictInput): Pick<EvidenceReport, "criteria" | "status"> {
  const criteria = judgeCriteria(input);
  return { criteria, status: computeStatus(criteria, input.findings) };
}

/** What holds of each criterion. */
export function judgeCriteria(input: Omit<VerdictInput, "findings">): readonly CriterionVerdict[] {
  const accepted = new Set(input.accepted);
  return input.requirements.flatMap(({ id: requirement, priority, criteria: ofRequirement }) =>
    ofRequirement.map(({ id }): CriterionVerdict => {
      const bound = input.bound.filter(({ criterion }) => criterion === id);
      const evidence = bound.map((test): Evidence => ({
        test: test.id,
        result: test.result,
        red: input.red.get(redKey(requirement, test.id)) ?? [],
      }));
      const judged = accepted.has(id)
        ? ({ status: "accepted", reason: "The user accepted it without proof." } as const)
        : refute(judgeCriterion(bound, evidence), bound, input.refuted);
      return { criterion: id, priority, ...judged, evidence };
    }),
  );
}

/** Code that knows the inputs of a test by heart does not do what the test is about. */
function refute(
  judged: ReturnType<typeof judgeCriterion>,
  bound: readonly BoundTest[],
  refuted: VerdictInput["refuted"],
): ReturnType<typeof judgeCriterion> {
  if (judged.status !== "proven") return judged;
  const [reason] = bound.flatMap(({ id }) => refuted?.get(testKey(id)) ?? []);
  return reason === undefined ? judged : { status: "failed", reason };
}

function computeStatus(
  criteria: readonly CriterionVerdict[],
  findings: readonly Finding[],
): EvidenceReport["status"] {
  const open = criteria.filter(({ status }) => status !== "proven" && status !== "accepted");
  if (findings.some(({ blocking }) => blocking) || open.some(({ priority }) => priority === "must"))
    return "failed";
  return open.length === 0 ? "succeeded" : "partial";
}
