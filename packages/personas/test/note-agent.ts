import { assistantMessage, ScriptedModel, type ScriptedModelInput } from "@openai/agents/testing";
import type { PersonaContext } from "@kimi/contracts";
import { expect } from "vitest";
import { z } from "zod";
import { BasePersonaAgent } from "../src/index.ts";
import { createPersonaContext } from "../src/testing/index.ts";

const noteSchema = z.strictObject({ note: z.string(), lines: z.array(z.int()) });

/** A persona with every workspace tool, and two repairs. */
export class NoteAgent extends BasePersonaAgent<typeof noteSchema> {
  readonly outputSchema = noteSchema;
  constructor() {
    super({
      name: "note-taker",
      instructions: "Take notes.",
      tools: ["list_files", "read_file", "search_text", "apply_patch", "write_file", "run_command"],
      writes: "source",
      maxRepairs: 2,
    });
  }
}

/** A result that {@link NoteAgent} accepts. */
export const validNote = assistantMessage('{"note":"done","lines":[1]}');

type NoteContext = PersonaContext<z.infer<typeof noteSchema>>;

/** Runs a {@link NoteAgent} against a script, all of which must be used. */
export async function runNoteAgent(
  script: readonly ScriptedModelInput[],
  parts: Partial<Omit<NoteContext, "model" | "emit">> = {},
) {
  const model = new ScriptedModel(script);
  const context = createPersonaContext(model, parts);
  const result = await new NoteAgent().run(context);
  model.assertComplete();
  const toolEvents = context.events.filter(
    (event) => event.type === "tool-called" || event.type === "tool-finished",
  );
  return { result, model, context, toolEvents };
}

/** What a promise that must reject rejects with. */
export async function failureOf(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.then(
    () => expect.fail("The attempt was expected to fail."),
    (error: unknown) => error,
  );
}
