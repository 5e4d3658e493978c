import { z } from "zod";

/** How a run stands. `running` only while a live process holds it. */
export const runStatusSchema = z.enum([
  "running",
  "succeeded",
  "partial",
  "failed",
  "errored",
  "paused",
  "interrupted",
  "cancelled",
]);

export type RunStatus = z.infer<typeof runStatusSchema>;

/** The process exit code of each status a run can end in; bad usage, where no run started, is 2. */
export const exitCodes = {
  succeeded: 0,
  failed: 1,
  partial: 3,
  errored: 4,
  paused: 75,
  cancelled: 130,
} as const satisfies Partial<Record<RunStatus, number>>;

/** A status a run can end in while its process lives. */
export type FinalRunStatus = keyof typeof exitCodes;
