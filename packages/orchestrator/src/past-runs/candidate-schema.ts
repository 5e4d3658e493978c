import { changeSetSchema, snapshotSchema } from "@kimi/contracts";
import { z } from "zod";

/** A kept attempt, as the run's artifacts hold it. */
export const candidateSchema = z.strictObject({ snapshot: snapshotSchema, changeSet: changeSetSchema });

/** Where kept attempts are among a run's artifacts. */
export const attemptsPrefix = "internal/attempts/";

/** The artifact that keeps the n-th verdict's tree; n starts at 1. */
export function candidateArtifactName(attempt: number): string {
  return `${attemptsPrefix}${attempt}.json`;
}
