import type { Between, LineOrigin } from "./trace-back.ts";

/** Where a line comes from, in a sentence. `runs` is how many runs are in the project. */
export function describeOrigin(place: string, origin: LineOrigin, runs: number): string {
  const { kind, run, between, provenance } = origin;
  const id = run?.runId ?? "";
  const whose =
    provenance === null
      ? `a command of run ${id}`
      : `the ${provenance.stage} stage of run ${id} (attempt ${provenance.attempt})`;
  const purpose =
    provenance === null || provenance.requirements.length === 0
      ? ", naming no requirement"
      : ` for ${provenance.requirements.join(", ")}`;
  switch (kind) {
    case "run":
      return `${place} was written by ${whose}${purpose}.`;
    case "edited":
      return `${place} was edited ${describeBetween(between)}; the line it comes from was written by ${whose}${purpose}.`;
    case "command":
      return `${place} was written by ${whose}; no tool call accounts for it, so no requirement can be named.`;
    case "unknown-author":
      return `${place} was written or edited ${describeBetween(between)}, and by no run.`;
    case "before":
      return `${place} was written by no run: it stood there before run ${id}, the first known one that changed the file.`;
    case "lost":
      return `${place} could not be followed: what run ${id} made of the file is no longer kept, and nothing else tells.`;
    case "untouched":
      return runs === 0
        ? `${place} was written by no run: there is no run whose result is in this project.`
        : `${place} was written by no run: ${runs === 1 ? "the one run" : `none of the ${runs} runs`} whose result is in this project ${runs === 1 ? "did not change" : "changed"} the file.`;
  }
}

function describeBetween(between: Between | null): string {
  if (between === null) return "by somebody else";
  const { after, before } = between;
  const since = `after run ${after.runId} was applied on ${after.appliedAt.slice(0, 10)}`;
  return before === null ? since : `${since} and before run ${before.runId}`;
}
