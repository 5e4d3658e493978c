import { z } from "zod";
import type { RunStore } from "../runs/run-store.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import { testIdSchema } from "./test-result.ts";
import { tracedRequirementSchema } from "./trace.ts";

/** Where the runs of a target, and its files as they stand, are read from. */
export interface ProjectHistory {
  /** Real path of the target. */
  readonly targetPath: string;
  readonly store: Pick<RunStore, "listRuns" | "readRun" | "readEvents" | "readArtifact">;
  readonly workspaces: Pick<Workspaces, "readFile">;
  /** A file of the project as it stands; `null` when there is none. */
  readPresent(path: string): Promise<Uint8Array | null>;
}

export interface LineRequest extends ProjectHistory {
  /** Tree path. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
}

export interface LeftoversRequest extends ProjectHistory {
  /** Ids of requirements that are no longer asked for. */
  readonly requirements: readonly string[];
}

/** How a line was found again in an older state of its file, from surest to least sure. */
export const lineMatchSchema = z.enum(["same", "white-space", "moved", "rewritten"]);

/** One look at an older state of the file. */
export const lineStepSchema = z.strictObject({
  /** What was looked at, for example `the result of run 0198…`. */
  state: z.string(),
  path: z.string(),
  /** The line there, 1-based; `null` when it could not be found there. */
  line: z.int().min(1).nullable(),
  match: lineMatchSchema.nullable(),
});

/** A requirement that a line was written for. */
export const askingRequirementSchema = z.strictObject({
  /** With the words that asked for it then. */
  requirement: tracedRequirementSchema.pick({
    id: true,
    title: true,
    statement: true,
    priority: true,
    assumption: true,
    quotations: true,
  }),
  /** Whether it is still asked for as it was, differently, or not at all, by the latest applied run that says so. */
  standing: z.enum(["unchanged", "changed", "removed"]),
  /** The latest applied run that proved it, whose tests and documentation these are. */
  provenIn: z.string(),
  criteria: z
    .array(
      z.strictObject({
        id: z.string(),
        text: z.string(),
        status: z.string(),
        tests: z.array(testIdSchema).readonly(),
      }),
    )
    .readonly(),
  documentation: z.strictObject({ heading: z.string(), markdown: z.string() }).nullable(),
});

/** Where a line of a project comes from, and who asked for it. */
export const lineExplanationSchema = z.strictObject({
  version: z.literal(1),
  path: z.string(),
  line: z.int().min(1),
  /** The line as it stands, redacted. */
  text: z.string(),
  /**
   * `run`: a tool call of an applied run wrote it. `command`: a command of that run did. `edited`: somebody edited what
   * a run wrote. `unknown-author`: somebody wrote it after the first run. `before`: it stood there before every run that
   * touched the file. `untouched`: no applied run touched the file. `lost`: states of the file are no longer kept, and
   * what is left does not tell.
   */
  origin: z.enum(["run", "command", "edited", "unknown-author", "before", "untouched", "lost"]),
  /** One sentence that says it in words. */
  summary: z.string().min(1),
  /** The run it is about; `null` for `untouched`. */
  runId: z.string().nullable(),
  /** Who wrote the line in that run; `null` unless a tool call did. */
  writer: z.strictObject({ stage: z.string(), attempt: z.int().min(1), toolCallId: z.string() }).nullable(),
  /** Who asked for it; empty for a line that no run wrote, and for one whose tool call named no requirement. */
  requirements: z.array(askingRequirementSchema).readonly(),
  /** How it was followed, from the project as it stands back in time. */
  trail: z.array(lineStepSchema).readonly(),
});

export type LineMatch = z.infer<typeof lineMatchSchema>;
export type LineStep = Readonly<z.infer<typeof lineStepSchema>>;
export type AskingRequirement = Readonly<z.infer<typeof askingRequirementSchema>>;
export type LineExplanation = Readonly<z.infer<typeof lineExplanationSchema>>;
