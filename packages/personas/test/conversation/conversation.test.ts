import { assistantMessage, functionCall, ScriptedModel } from "@openai/agents/testing";
import type { Model } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { BasePersonaAgent, CodingAgent } from "../../src/index.ts";
import { createPersonaContext } from "../../src/testing/index.ts";
import { runNoteAgent, validNote } from "../note-agent.ts";

describe("the requests of an attempt", () => {
  it("says its settings in full: effort, nothing stored, every include", async () => {
    const hostedTools = { codeInterpreter: true, webSearch: true, fileSearch: { vectorStoreId: "vs_1" } };
    const model = new ScriptedModel([[assistantMessage('{"summary":"s","changes":[],"notes":[]}')]]);
    await new CodingAgent({ reasoningEffort: "high" }).run(createPersonaContext(model, { hostedTools }));
    const { modelSettings, tools, tracing, outputType } = model.firstCall?.request ?? {};
    expect(modelSettings).toMatchObject({
      store: false,
      reasoning: { effort: "high" },
      parallelToolCalls: true,
      providerData: {
        include: [
          "code_interpreter_call.outputs",
          "web_search_call.action.sources",
          "file_search_call.results",
          "reasoning.encrypted_content",
        ],
      },
    });
    expect(tools?.map(({ name }) => name)).toEqual([
      "list_files",
      "read_file",
      "search_text",
      "apply_patch",
      "write_file",
      "run_command",
      "code_interpreter",
      "web_search",
      "file_search",
    ]);
    expect(tracing).toBe(false);
    expect(outputType).toMatchObject({ type: "json_schema", name: "coding_result", strict: true });
  });

  it("takes the run's effort where the persona names none", async () => {
    const { model } = await runNoteAgent([[validNote]], { reasoningEffort: "xhigh" });
    expect(model.firstCall?.request.modelSettings.reasoning).toEqual({ effort: "xhigh" });
  });

  it("asks Chat Completions for nothing it does not know, OpenAI's own or another", async () => {
    const bare = { codeInterpreter: false, webSearch: false, fileSearch: false };
    for (const official of [true, false]) {
      const capabilities = { ...bare, outputSchemaWithTools: official, reasoningEffort: official };
      const { model } = await runNoteAgent([[validNote]], { capabilities });
      expect(model.firstCall?.request.modelSettings).toEqual({
        store: false,
        parallelToolCalls: true,
        ...(official && { reasoning: { effort: "medium" } }),
      });
    }
  });

  it("takes results through a tool where a schema cannot go with tools, and never sends both", async () => {
    const capabilities = {
      ...createPersonaContext(new ScriptedModel()).capabilities,
      outputSchemaWithTools: false,
    };
    const { result, model, context, toolEvents } = await runNoteAgent(
      [
        [functionCall("submit_result", '{"note":', { callId: "c1" })],
        [functionCall("submit_result", { note: "x" }, { callId: "c2" })],
        [functionCall("submit_result", { note: "done", lines: [] }, { callId: "c3" })],
      ],
      { capabilities },
    );
    expect(result.output).toEqual({ note: "done", lines: [] });
    expect(model.calls.map(({ request }) => request.outputType)).toEqual(["text", "text", "text"]);
    expect(context.events.filter(({ type }) => type === "output-repaired")).toHaveLength(2);
    expect(toolEvents.map((event) => [event.type, event.toolCallId])).toEqual([
      ["tool-called", "c1"],
      ["tool-finished", "c1"],
      ["tool-called", "c2"],
      ["tool-finished", "c2"],
      ["tool-called", "c3"],
      ["tool-finished", "c3"],
    ]);
  });

  it("takes a result in a Markdown fence from a model that cannot be held to a format", async () => {
    const capabilities = {
      ...createPersonaContext(new ScriptedModel()).capabilities,
      outputSchemaWithTools: false,
    };
    const { result } = await runNoteAgent([[assistantMessage('```json\n{"note":"n","lines":[]}\n```')]], {
      capabilities,
    });
    expect(result.output.note).toBe("n");
  });

  it("refuses an output schema that endpoints do not accept, before asking anything", async () => {
    class LooseAgent extends BasePersonaAgent<z.ZodObject<{ a: z.ZodOptional<z.ZodString> }>> {
      readonly outputSchema = z.object({ a: z.string().optional() });
    }
    const model: Model = new ScriptedModel();
    const attempt = new LooseAgent({ name: "loose", instructions: "x" }).run(createPersonaContext(model));
    await expect(attempt).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining('the optional member "a" at the root'),
    });
  });
});
