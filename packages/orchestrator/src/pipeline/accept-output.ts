import {
  documentationOutputSchema,
  jsonValueSchema,
  requirementsOutputSchema,
  testingOutputSchema,
  type PersonaResult,
} from "@kimi/contracts";
import type { Stage } from "../attempt/run-attempt.ts";
import { installDependencies } from "../install/install-dependencies.ts";
import { putArtifact, putJson } from "../record/put-artifact.ts";
import { acceptRequirements } from "../requirements/accept-requirements.ts";
import { reviewIds } from "../requirements/review-requirements.ts";
import type { RunSession } from "../run-session.ts";
import { collectCodeObjects } from "./collect-code-objects.ts";

/**
 * Takes a submitted output into the run: later stages see it, and it becomes deliverables.
 * Returns why it cannot be taken, or `null`.
 */
export async function acceptOutput(
  session: RunSession,
  stage: Stage,
  attempt: number,
  result: PersonaResult,
): Promise<string | null> {
  const { role, config } = stage.persona;
  const producer = { stage: config.name, attempt };
  let accepted: unknown = result.output;
  if (role === "requirements") {
    const output = requirementsOutputSchema.parse(result.output);
    const problems = reviewIds(output);
    if (problems.length > 0) return problems.join(" ");
    accepted = await acceptRequirements(session, output, producer);
    noteUnknownWaivers(session);
  }
  if (role === "coding") {
    await putJson(session, "02-coding/code-objects.json", await collectCodeObjects(session), producer);
    await installDependencies(session);
  }
  if (role === "testing") session.testing = testingOutputSchema.parse(result.output);
  if (role === "documentation") {
    const output = documentationOutputSchema.parse(result.output);
    session.documentation = output;
    await putArtifact(session, {
      name: "README.draft.md",
      mediaType: "text/markdown",
      content: output.readme,
      producer,
    });
  }
  if (result.citations.length > 0)
    await putJson(session, `citations/${config.name}.json`, result.citations, producer);
  for (const problem of result.unresolved) {
    session.recorder.emit({ type: "note", message: `${config.name}: ${problem}` });
  }
  session.outputs = new Map([...session.outputs, [config.name, jsonValueSchema.parse(accepted)]]);
  return null;
}

function noteUnknownWaivers(session: RunSession): void {
  const known = new Set(session.requirements.flatMap((one) => one.criteria.map((criterion) => criterion.id)));
  for (const id of session.config.accept.filter((one) => !known.has(one))) {
    session.recorder.emit({
      type: "note",
      message: `--accept ${id} names no criterion of this run and changes nothing.`,
    });
  }
}
