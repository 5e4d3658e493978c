import {
  agentConfigSchema,
  KimiError,
  type AgentConfig,
  type Handoff,
  type Persona,
  type PersonaContext,
  type PersonaResult,
  type PersonaRole,
} from "@kimi/contracts";
import type { z } from "zod";
import { renderDocuments } from "./input/render-documents.ts";
import { renderProgress } from "./input/render-progress.ts";
import { renderRequirements } from "./input/render-requirements.ts";
import { describeIssues } from "./output/describe-issues.ts";
import { runPersona } from "./run-persona.ts";
import { writingToolNames } from "./tools/workspace-tools.ts";

/** What a persona is unless it says otherwise: it reads nothing, writes nothing, and takes the run's model. */
const defaults = {
  model: null,
  tools: [],
  writes: "none",
  reasoningEffort: null,
  hostedTools: false,
  maxRepairs: 3,
} satisfies Partial<AgentConfig>;

/**
 * A role in the pipeline, made by extending this class: an output schema, and a configuration. It gets workspace tools,
 * repair of its output, limits, provenance and replay as the built-in ones do.
 */
export abstract class BasePersonaAgent<Schema extends z.ZodType> implements Persona<z.infer<Schema>> {
  readonly config: AgentConfig;
  readonly role: PersonaRole = "custom";
  /** An object at the root, `.nullable()` instead of `.optional()`: what strict structured output allows. */
  abstract readonly outputSchema: Schema & z.ZodType<z.infer<Schema>>;

  /** @throws KimiError `usage` for a configuration that is not valid, or that lists writing tools and writes nothing. */
  constructor(config: Partial<AgentConfig> & Pick<AgentConfig, "name" | "instructions">) {
    const parsed = agentConfigSchema.safeParse({ ...defaults, ...config });
    if (!parsed.success) throw badConfig(config.name, describeIssues(parsed.error).join(" "));
    const needless =
      parsed.data.writes === "none"
        ? parsed.data.tools.filter((tool) => writingToolNames.includes(tool))
        : [];
    if (needless.length > 0) {
      throw badConfig(
        config.name,
        `It lists ${needless.join(", ")} and writes "none": set writes to "source" or "tests".`,
      );
    }
    this.config = parsed.data;
  }

  /**
   * What the persona reads before its task, the same in every attempt and first in every request, so that a prompt cache
   * holds it: the documents, then the requirements.
   */
  describeContext(handoff: Handoff): readonly string[] {
    return [renderDocuments(handoff.documents), renderRequirements(handoff.requirements)];
  }

  /** What the persona is to do this time; by default what earlier stages handed in, what changed, and what failed. */
  describeTask(handoff: Handoff): string {
    return renderProgress(handoff);
  }

  /** One attempt; see {@link Persona.run}. */
  run(context: PersonaContext<z.infer<Schema>>): Promise<PersonaResult<z.infer<Schema>>> {
    return runPersona<z.infer<Schema>>(this, context);
  }
}

function badConfig(name: string, problem: string): KimiError {
  return new KimiError("usage", `The configuration of the persona "${name}" is not valid. ${problem}`, {
    details: { persona: name },
  });
}
