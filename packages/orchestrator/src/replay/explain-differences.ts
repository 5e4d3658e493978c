import type { RunStore } from "@kimi/contracts";
import type { OrchestratorPorts } from "../orchestrator-ports.ts";
import { comparePipelines, describePipeline, pipelineArtifactName } from "../resume/describe-pipeline.ts";
import { explainMoves } from "./explain-moves.ts";
import { findSnapshotProblem } from "../workspace/find-snapshot-problem.ts";
import type { RunRecording } from "./run-recording.ts";

/** What is not as it was when a run was recorded, and may be why a replay is another; one sentence each. */
export async function explainDifferences(
  ports: Pick<OrchestratorPorts, "personas" | "program" | "workspaces">,
  store: Pick<RunStore, "readArtifact">,
  { run, events, calls, commands }: RunRecording,
): Promise<readonly string[]> {
  const pipeline = await store.readArtifact(run.id, pipelineArtifactName);
  const inFlight = calls.filter(({ answer, failure }) => answer === null && failure === null).length;
  return [
    ...(pipeline === null ? [] : comparePipelines(pipeline, describePipeline(ports.personas))),
    ...(run.program === ports.program
      ? []
      : [`The run was recorded by ${run.program}, and this is ${ports.program}.`]),
    ...explainMoves(events),
    ...(commands.length === 0 && events.some(({ event }) => event.type === "command-finished")
      ? ["Commands ran, and none is recorded: the run is older than the recording of commands."]
      : []),
    ...(await explainPruned(ports, commands)),
    ...(inFlight === 0 ? [] : ["The record holds a request that was never answered."]),
  ];
}

async function explainPruned(
  { workspaces }: Pick<OrchestratorPorts, "workspaces">,
  commands: RunRecording["commands"],
): Promise<readonly string[]> {
  const ids = new Set(commands.flatMap(({ after }) => after?.id ?? []));
  let gone = 0;
  for (const id of ids) if ((await findSnapshotProblem(workspaces, id)) !== null) gone += 1;
  if (gone === 0) return [];
  return [
    `${gone} of ${ids.size} states that commands left are gone (kimi-agent snapshots prune deletes those of ended runs): what those commands changed cannot be brought back.`,
  ];
}
