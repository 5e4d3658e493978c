import {
  assistantMessage,
  functionCall,
  modelError,
  modelResponder,
  ScriptedModel,
} from "@openai/agents/testing";
import { isKimiError, KimiError, type ModelResponse } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { createMemoryToolWorkspace, createPersonaContext } from "../src/testing/index.ts";
import { failureOf, NoteAgent, runNoteAgent, validNote } from "./note-agent.ts";

describe("a persona's attempt", () => {
  it("lets the model work with its tools and hand in a result", async () => {
    const workspace = createMemoryToolWorkspace({ "a.txt": "one\ntwo\n" });
    const { result, model, toolEvents } = await runNoteAgent(
      [
        [functionCall("read_file", { path: "a.txt", offset: null, limit: null }, { callId: "c1" })],
        [validNote],
      ],
      { workspace, attempt: 3 },
    );
    expect(result).toEqual({ output: { note: "done", lines: [1] }, unresolved: [], citations: [] });
    expect(JSON.stringify(model.lastCall?.request.input)).toContain("1\\tone\\n2\\ttwo");
    expect(toolEvents).toEqual([
      {
        type: "tool-called",
        stage: "note-taker",
        attempt: 3,
        tool: "read_file",
        toolCallId: "c1",
        input: { path: "a.txt", offset: null, limit: null },
      },
      {
        type: "tool-finished",
        stage: "note-taker",
        attempt: 3,
        tool: "read_file",
        toolCallId: "c1",
        ok: true,
        output: "1\tone\n2\ttwo",
      },
    ]);
  });

  it("sends every request as the one before plus what was said since", async () => {
    const { model } = await runNoteAgent(
      [
        [functionCall("list_files", { folder: "", recursive: true }, { callId: "c1" })],
        [
          functionCall(
            "search_text",
            { pattern: "x", path: null, glob: null, ignoreCase: false },
            { callId: "c2" },
          ),
        ],
        [assistantMessage("no JSON")],
        [functionCall("list_files", { folder: "", recursive: false }, { callId: "c3" })],
        [validNote],
      ],
      { workspace: createMemoryToolWorkspace({ "a.txt": "x\n" }) },
    );
    const inputs = model.calls.map(({ request }) => JSON.stringify(request.input).slice(0, -1));
    for (const [index, input] of inputs.slice(1).entries())
      expect(input.startsWith(inputs[index] ?? "")).toBe(true);
    expect(inputs).toHaveLength(5);
    const others = model.calls.map(({ request }) =>
      JSON.stringify({ ...request, input: null, signal: null }),
    );
    expect(new Set(others).size).toBe(1);
  });

  it("feeds the issues of a malformed result back and reports the repair", async () => {
    const { context, model } = await runNoteAgent([
      [assistantMessage('{"note":1,"lines":[0.5]}')],
      [validNote],
    ]);
    const problems = [
      "note: Invalid input: expected string, received number.",
      "lines[0]: Invalid input: expected int, received number.",
    ];
    expect(context.events).toEqual([
      { type: "output-repaired", stage: "note-taker", attempt: 1, repair: 1, problems },
    ]);
    for (const problem of problems) expect(JSON.stringify(model.lastCall?.request.input)).toContain(problem);
  });

  it("fails with the issues and an excerpt when the repairs are spent on malformed results", async () => {
    const script = Array.from({ length: 3 }, () => [assistantMessage("sorry, no")]);
    const error = await failureOf(runNoteAgent(script));
    expect(isKimiError(error, "persona-malformed") && error.details).toMatchObject({
      excerpt: "sorry, no",
      problems: [expect.stringContaining("not JSON")],
    });
  });

  it("sends what the review finds back, and counts it among the repairs", async () => {
    const asked: unknown[] = [];
    const { result, model } = await runNoteAgent([[assistantMessage("?")], [validNote], [validNote]], {
      review: async (output) => {
        asked.push(output);
        return [`Problem ${asked.length}.`];
      },
    });
    expect(asked).toHaveLength(2);
    expect(result.unresolved).toEqual(["Problem 2."]);
    expect(JSON.stringify(model.lastCall?.request.input)).toContain("Problem 1.");
  });

  it("asks again after an empty or silent answer instead of looping", async () => {
    const silent: ModelResponse["output"] = [{ type: "reasoning", content: [] }];
    for (const outputSchemaWithTools of [true, false]) {
      const capabilities = {
        ...createPersonaContext(new ScriptedModel()).capabilities,
        outputSchemaWithTools,
      };
      const { context, model } = await runNoteAgent([silent, [assistantMessage("")], [validNote]], {
        capabilities,
      });
      expect(model.calls).toHaveLength(3);
      expect(context.events.map((event) => event.type === "output-repaired" && event.problems)).toEqual([
        ["There was no result: the answer was empty."],
        ["There was no result: the answer was empty."],
      ]);
    }
  });

  it("counts the turns of the whole attempt, repairs included", async () => {
    const model = new ScriptedModel([
      [functionCall("list_files", { folder: "", recursive: true }, { callId: "c1" })],
      [assistantMessage("?")],
    ]);
    const error = await failureOf(new NoteAgent().run(createPersonaContext(model, { maxTurns: 2 })));
    expect(isKimiError(error, "budget") && error.details).toEqual({
      limit: "turns",
      maxTurns: 2,
      reached: { limit: "turns", enough: 4 },
    });
    model.assertComplete();
  });

  it("passes errors of the model through untouched", async () => {
    const quota = new KimiError("endpoint-quota", "Nothing left.");
    expect(await failureOf(runNoteAgent([modelError(quota)]))).toBe(quota);
  });

  it("ends with the reason it was aborted for", async () => {
    const controller = new AbortController();
    const reason = new KimiError("budget", "Time is up.");
    const workspace = createMemoryToolWorkspace({}, { runCommand: () => (controller.abort(reason), {}) });
    const script = [
      [
        functionCall(
          "run_command",
          { command: "x", timeoutSeconds: null, requirements: [] },
          { callId: "c" },
        ),
      ],
    ];
    expect(await failureOf(runNoteAgent(script, { workspace, signal: controller.signal }))).toBe(reason);
  });

  it("ends before any request when it is aborted already, and does not take an answer that came too late", async () => {
    const model = new ScriptedModel();
    const early = createPersonaContext(model, { signal: AbortSignal.abort() });
    expect(isKimiError(await failureOf(new NoteAgent().run(early)), "cancelled")).toBe(true);
    expect(model.calls).toEqual([]);
    const controller = new AbortController();
    const answer = modelResponder(() => {
      controller.abort();
      return [validNote];
    });
    const late = failureOf(runNoteAgent([answer], { signal: controller.signal }));
    expect(isKimiError(await late, "cancelled")).toBe(true);
  });

  it("collects the links a web search cited", async () => {
    const cite = (url: string, title: string) => ({
      type: "url_citation",
      url,
      title,
      start_index: 0,
      end_index: 1,
    });
    const cited = (text: string, ...annotations: unknown[]): ModelResponse["output"] => [
      {
        type: "message",
        role: "assistant",
        status: "completed",
        content: [{ type: "output_text", text, providerData: { annotations } }],
      },
    ];
    const { result } = await runNoteAgent([
      cited("?", cite("https://b.example", "B"), { type: "file_citation", file_id: "f" }),
      cited('{"note":"n","lines":[]}', cite("https://a.example", "A"), cite("https://b.example", "B again")),
    ]);
    expect(result.citations).toEqual([
      { url: "https://b.example", title: "B" },
      { url: "https://a.example", title: "A" },
    ]);
  });
});
