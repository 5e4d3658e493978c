import { assistantMessage, ScriptedModel } from "@openai/agents/testing";
import { noHostedTools, type Persona } from "@kimi/contracts";
import { expect, it } from "vitest";
import { defaultPersonas } from "../src/index.ts";
import { createPersonaContext } from "../src/testing/index.ts";

/** What a first request costs before any document, at about four characters a token. */
async function firstRequestTokens(persona: Persona): Promise<number> {
  const model = new ScriptedModel([[assistantMessage("{}")]]);
  const hostedTools = { ...noHostedTools, codeInterpreter: true };
  await persona.run(createPersonaContext(model, { hostedTools })).catch(() => null);
  const { systemInstructions, tools, outputType, input } = model.firstCall?.request ?? {};
  return Math.round(JSON.stringify([systemInstructions, tools, outputType, input]).length / 4);
}

it.each(defaultPersonas().map((persona) => ({ name: persona.config.name, persona })))(
  "asks little of the context before the first document: $name",
  async ({ persona }) => {
    const tokens = await firstRequestTokens(persona);
    expect(tokens).toBeGreaterThan(500);
    expect(tokens).toBeLessThan(2_000);
  },
);
