import { z } from "zod";
import { reasoningEffortSchema } from "../personas/agent-config.ts";
import { criterionIdSchema } from "../requirements/requirement.ts";
import { sandboxModeSchema } from "../workspace/sandbox-tier.ts";

/** `default`: used where the endpoint has it, else dropped with a note. `on`: an error where it is missing. */
export const hostedToolChoiceSchema = z.enum(["off", "default", "on"]);

/** Limits, each checked before a request leaves; reaching one pauses the run. `null`: no limit. */
export const budgetSchema = z.strictObject({
  maxCostUsd: z.number().positive().nullable().default(null),
  /** Input and output tokens of the whole run. */
  maxTokens: z.int().positive().nullable().default(null),
  /** Model requests in one attempt of one stage. */
  maxTurns: z.int().positive().default(40),
  /** Wall time of the whole run. */
  maxMinutes: z.number().positive().default(60),
});

/** The SPDX ids a dependency that a run adds may have unless the user allows more. */
export const defaultLicences = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "0BSD"] as const;

/** A run's input. No secret is part of it. */
export const runConfigSchema = z
  .strictObject({
    /** The user's project. */
    targetPath: z.string().min(1),
    inputDocs: z.array(z.string().min(1)).readonly().default([]),
    prompt: z.string().min(1).nullable().default(null),
    /** Model name or alias; the personas' own models win. */
    model: z.string().min(1).default("gpt-5.0"),
    reasoningEffort: reasoningEffortSchema.default("medium"),
    codeInterpreter: hostedToolChoiceSchema.default("default"),
    webSearch: hostedToolChoiceSchema.default("off"),
    fileSearch: hostedToolChoiceSchema.default("off"),
    budget: budgetSchema.prefault({}),
    /** Tries at coding and testing, the first included. */
    maxAttempts: z.int().min(1).max(20).default(3),
    sandbox: sandboxModeSchema.default("require"),
    /** Network of the commands that personas run. */
    network: z.enum(["none", "host"]).default("none"),
    /** Names of environment variables that commands may see besides the allow-list. */
    env: z
      .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/))
      .readonly()
      .default([]),
    inPlace: z.boolean().default(false),
    writeDocs: z.boolean().default(false),
    allowInstall: z.boolean().default(false),
    licences: z
      .array(z.string().min(1))
      .readonly()
      .default([...defaultLicences]),
    /** Criteria the user waives. */
    accept: z.array(criterionIdSchema).readonly().default([]),
    /** `null`: fresh randomness. */
    seed: z.int().min(0).nullable().default(null),
  })
  .refine((config) => config.prompt !== null || config.inputDocs.length > 0, {
    error: "expected a prompt, at least one document, or both",
  });

export type HostedToolChoice = z.infer<typeof hostedToolChoiceSchema>;
export type Budget = Readonly<z.infer<typeof budgetSchema>>;
export type RunConfig = Readonly<z.infer<typeof runConfigSchema>>;
/** A {@link RunConfig} before its defaults are filled in. */
export type RunConfigInput = z.input<typeof runConfigSchema>;
