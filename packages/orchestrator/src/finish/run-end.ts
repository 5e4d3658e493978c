import { isKimiError, reachedLimitSchema, type FinalRunStatus, type ReachedLimit } from "@kimi/contracts";

/** How a run ends. */
export interface RunEnd {
  readonly status: FinalRunStatus;
  /** One sentence for a person. */
  readonly reason: string;
  readonly resumable: boolean;
  /** What has to be raised first; absent when nothing has to. */
  readonly limit?: ReachedLimit;
}

/** The end that an error means: its cause decides. */
export function endOfError(error: unknown): RunEnd {
  const reason = error instanceof Error ? error.message : String(error);
  if (!isKimiError(error)) return { status: "errored", reason: `Unexpected: ${reason}`, resumable: true };
  switch (error.code) {
    case "cancelled":
      return { status: "cancelled", reason: "Cancelled.", resumable: true };
    case "budget":
      return { status: "paused", reason, resumable: true, ...reachedLimit(error.details["reached"]) };
    case "endpoint-unavailable":
      return { status: "paused", reason, resumable: true };
    case "persona-malformed":
    case "persona-refused":
    case "persona-stuck":
      return { status: "failed", reason, resumable: false };
    case "recording-mismatch":
      return { status: "errored", reason, resumable: false };
    default:
      return { status: "errored", reason, resumable: true };
  }
}

/** Personas say it in their own words; what is none of ours is no limit that anybody could name. */
function reachedLimit(reached: unknown): Pick<RunEnd, "limit"> {
  const parsed = reachedLimitSchema.safeParse(reached);
  return parsed.success ? { limit: parsed.data } : {};
}
