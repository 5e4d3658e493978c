import { functionCall, ScriptedModel } from "@openai/agents/testing";
import { isKimiError, KimiError } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { createMemoryToolWorkspace, createPersonaContext } from "../../src/testing/index.ts";
import { failureOf, NoteAgent, runNoteAgent, validNote } from "../note-agent.ts";

describe("the tool calls of an attempt", () => {
  it("remarks on the fourth identical call, and ends the attempt on the fifth", async () => {
    const call = (index: number) => [
      functionCall("list_files", { folder: "", recursive: true }, { callId: `b${index}` }),
      functionCall(
        "search_text",
        { pattern: "x", path: null, glob: null, ignoreCase: false },
        { callId: `c${index}` },
      ),
    ];
    const model = new ScriptedModel([1, 2, 3, 4, 5].map(call));
    const workspace = createMemoryToolWorkspace({ "a.txt": "y" });
    const error = await failureOf(new NoteAgent().run(createPersonaContext(model, { workspace })));
    expect(isKimiError(error, "persona-stuck") && error.details).toEqual({
      tools: ["list_files", "search_text"],
    });
    const input = JSON.stringify(model.lastCall?.request.input);
    expect(input.split("You have made exactly this call")).toHaveLength(2);
    model.assertComplete();
  });

  it("tells the model about an unknown tool and arguments that are no JSON, and reports both", async () => {
    const { toolEvents, model } = await runNoteAgent([
      [functionCall("rm_rf", {}, { callId: "c1" }), functionCall("read_file", "{", { callId: "c2" })],
      [validNote],
    ]);
    expect(toolEvents).toMatchObject([
      { type: "tool-called", tool: "rm_rf", toolCallId: "c1", input: "{}" },
      {
        type: "tool-finished",
        tool: "rm_rf",
        ok: false,
        output: expect.stringContaining("There is no tool rm_rf. Yours are list_files,"),
      },
      { type: "tool-called", tool: "read_file", toolCallId: "c2", input: "{" },
      {
        type: "tool-finished",
        tool: "read_file",
        ok: false,
        output: "An error occurred while parsing tool arguments. Please try again with valid JSON.",
      },
    ]);
    expect(model.calls).toHaveLength(2);
  });

  it("tells the model exactly what a tool refused", async () => {
    const { toolEvents } = await runNoteAgent([
      [
        functionCall("read_file", { path: "none.txt", offset: null, limit: null }, { callId: "c1" }),
        functionCall("read_file", { path: "../up", offset: null, limit: null }, { callId: "c2" }),
        functionCall("read_file", { path: "a", offset: 0 }, { callId: "c3" }),
      ],
      [validNote],
    ]);
    const answers = toolEvents.filter((event) => event.type === "tool-finished");
    expect(answers.map(({ ok }) => ok)).toEqual([false, false, false]);
    expect(answers.map(({ output }) => output)).toEqual([
      "Error: There is no file none.txt. Look with list_files or search_text.",
      "Error: ../up is not a path within the project.",
      "Error: The arguments of read_file are not valid. offset: Too small: expected number to be >=1. limit: Invalid input: expected number, received undefined.",
    ]);
  });

  it("ends the attempt with the workspace's own error when that is no refusal", async () => {
    const disk = new KimiError("disk", "The disk is full.");
    const workspace = { ...createMemoryToolWorkspace(), list: () => Promise.reject(disk) };
    const model = new ScriptedModel([
      [functionCall("list_files", { folder: "", recursive: false }, { callId: "c1" })],
    ]);
    const context = createPersonaContext(model, { workspace });
    expect(await failureOf(new NoteAgent().run(context))).toBe(disk);
    expect(context.events.filter(({ type }) => type.startsWith("tool-"))).toMatchObject([
      { type: "tool-called" },
      { type: "tool-finished", ok: false },
    ]);
  });

  it("writes in the order of the calls and reads beside each other", async () => {
    const log: string[] = [];
    const gates = new Map<string, () => void>();
    const memory = createMemoryToolWorkspace({ "1.txt": "1", "2.txt": "2", "4.txt": "4" });
    const workspace = {
      ...memory,
      readText: async (path: string) => {
        log.push(`begin ${path}`);
        if (path === "1.txt") await new Promise<void>((resolve) => gates.set(path, resolve));
        if (path === "2.txt") gates.get("1.txt")?.();
        log.push(`end ${path}`);
        return memory.readText(path);
      },
      edit: async (...args: Parameters<typeof memory.edit>) => {
        log.push("write");
        await memory.edit(...args);
      },
    };
    const read = (path: string) =>
      functionCall("read_file", { path, offset: null, limit: null }, { callId: path });
    const write = functionCall(
      "write_file",
      { path: "3.txt", text: "3\n", requirements: [] },
      { callId: "w" },
    );
    await runNoteAgent([[read("1.txt"), read("2.txt"), write, read("4.txt")], [validNote]], { workspace });
    expect(log.slice(0, 4)).toEqual(["begin 1.txt", "begin 2.txt", "end 2.txt", "end 1.txt"]);
    expect(log.indexOf("write")).toBeGreaterThan(3);
    expect(log.indexOf("begin 4.txt")).toBeGreaterThan(log.indexOf("write"));
  });
});
