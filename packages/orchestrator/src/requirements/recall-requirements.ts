import { requirementSchema, sourceDocumentSchema, type RunStore, type RunSummary } from "@kimi/contracts";
import { z } from "zod";
import { documentsArtifactName } from "../accept/accept-run.ts";
import { putJson } from "../record/put-artifact.ts";
import type { AcceptedRun } from "../run-session.ts";
import {
  earlierArtifactName,
  type EarlierRequirements,
  earlierRequirementsSchema,
} from "./earlier-requirements.ts";
import {
  registerArtifactName,
  registerRequirement,
  type RequirementRegister,
  requirementRegisterSchema,
} from "./requirement-register.ts";

type Store = Pick<RunStore, "listRuns" | "readArtifact">;

/**
 * What earlier runs of the target required; `null` when none did. It is looked up once in a run and kept with it, since
 * everything that follows depends on it.
 */
export async function recallRequirements(run: AcceptedRun): Promise<EarlierRequirements | null> {
  const { store } = run.ports;
  const schema = earlierRequirementsSchema.nullable();
  const recorded = await readJson(store, run.runId, earlierArtifactName, schema);
  if (recorded !== undefined) return recorded;
  const found = await lookUp(store, run);
  await putJson(run, earlierArtifactName, found);
  return found;
}

async function lookUp(
  store: Store,
  { runId, targetPath, startedAt }: Pick<AcceptedRun, "runId" | "targetPath" | "startedAt">,
): Promise<EarlierRequirements | null> {
  const runs = await store.listRuns({ targetPath, limit: Number.MAX_SAFE_INTEGER });
  const earlier = runs.filter((one) => one.id !== runId && one.startedAt <= startedAt);
  const latest = await findFirst(store, earlier);
  if (latest === null) return null;
  const applied = latest.run.applied
    ? latest
    : await findFirst(
        store,
        earlier.filter((one) => one.applied),
      );
  const compared = applied ?? latest;
  return {
    known: latest.register,
    since: {
      runId: compared.run.id,
      startedAt: compared.run.startedAt,
      applied: compared.run.applied,
    },
    compared: compared.register,
  };
}

/** The first of these runs that stated requirements. */
async function findFirst(
  store: Store,
  runs: readonly RunSummary[],
): Promise<{ readonly run: RunSummary; readonly register: RequirementRegister } | null> {
  for (const run of runs) {
    const found =
      (await readJson(store, run.id, registerArtifactName, requirementRegisterSchema)) ??
      (await readUnregistered(store, run.id));
    if (found !== undefined) return { run, register: found };
  }
  return null;
}

/** The requirements of a run that kept no register. */
async function readUnregistered(store: Store, runId: string): Promise<RequirementRegister | undefined> {
  const stated = await readJson(store, runId, "requirements.json", z.array(requirementSchema));
  const documents = await readJson(store, runId, documentsArtifactName, z.array(sourceDocumentSchema));
  return stated?.map((requirement) => registerRequirement(requirement, documents ?? []));
}

/** `undefined` when the run has no such artifact, or not in a form that this version reads. */
async function readJson<T>(
  store: Store,
  runId: string,
  name: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const content = await store.readArtifact(runId, name);
  if (content === null) return undefined;
  const parsed = schema.safeParse(JSON.parse(Buffer.from(content).toString("utf8")));
  return parsed.success ? parsed.data : undefined;
}
