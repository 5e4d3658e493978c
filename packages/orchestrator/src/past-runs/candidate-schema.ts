import { changeSetSchema, snapshotSchema } from "@kimi/contracts";
import { z } from "zod";

/** A kept attempt, as the run's artifacts hold it. */
export const candidateSchema = z.strictObject({ snapshot: snapshotSchema, changeSet: changeSetSchema });

/** The artifact that keeps the n-th verdict's tree; n starts at 1. */
export function candidateArtifactName(attempt: number): string {
  return `internal/attempts/${attempt}.json`;
}
