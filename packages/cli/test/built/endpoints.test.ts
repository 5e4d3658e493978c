import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ModelServer } from "@kimi/models/testing";
import { describe, expect, it } from "vitest";
import { conversation, conversationThroughTools, serveModel } from "./support/serve-model.ts";
import { runArguments, setScene, type Scene } from "./support/set-scene.ts";

/** What all requests for an answer said in one member of their body. */
function sent(server: ModelServer, member: string): ReadonlySet<string> {
  return new Set(server.calls.map(({ body }) => JSON.stringify(body[member])));
}

/** Names and types of the tools that were offered in any request. */
function toolsSent(server: ModelServer): readonly string[] {
  return [...sent(server, "tools")].flatMap((tools) =>
    [...tools.matchAll(/"(?:name|type)":"(?<tool>\w+)"/gu)].map(({ groups }) => groups?.["tool"] ?? ""),
  );
}

async function greet(scene: Scene): Promise<string> {
  return readFile(join(scene.project, "src/greet.js"), "utf8");
}

describe("the Responses API", () => {
  it.each([
    ["streamed", {}],
    ["as JSON", { ignoresStream: true }],
  ])("%s carries a run through four personas and their tools into the project", async (_, options) => {
    const scene = await setScene();
    const server = await serveModel(conversation, options);
    const { exitCode, stdout } = await scene.run(
      runArguments("--base-url", server.url, "--api", "responses"),
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/status +succeeded/);
    expect(await greet(scene)).toContain("Hello, stranger!");
    server.assertComplete();
    expect(new Set(server.requests.map(({ path }) => path))).toEqual(new Set(["/v1/responses"]));
    expect(sent(server, "stream")).toEqual(new Set(["true"]));
    const asked = server.calls.map(({ body }) => JSON.stringify(body["input"]));
    expect(asked.filter((input) => input.includes('"function_call_output"'))).not.toEqual([]);
  });

  it("is told what the options say", async () => {
    const scene = await setScene();
    const server = await serveModel(conversation);
    const { exitCode } = await scene.run(
      runArguments(
        "--base-url",
        server.url,
        "--api",
        "responses",
        "--model",
        "gpt-5.0",
        "--enable-web-search",
        "--enable-file-search",
        "--reasoning-effort",
        "high",
      ),
    );
    expect(exitCode).toBe(0);
    expect(sent(server, "model")).toEqual(new Set(['"gpt-5.6-sol"']));
    expect(sent(server, "store")).toEqual(new Set(["false"]));
    expect(server.calls.map(({ body }) => body["reasoning"])).toEqual(
      server.calls.map(() => expect.objectContaining({ effort: "high" })),
    );
    expect(toolsSent(server)).toEqual(
      expect.arrayContaining(["web_search", "file_search", "code_interpreter"]),
    );
    const included = [...sent(server, "include")].join();
    for (const part of [
      "code_interpreter_call.outputs",
      "web_search_call.action.sources",
      "file_search_call.results",
    ]) {
      expect(included).toContain(part);
    }
    expect([server.uploads.files.size, server.uploads.stores.size]).toEqual([0, 0]);
  });

  it("is told another model and no code interpreter, and nothing that was not asked for", async () => {
    const scene = await setScene();
    const server = await serveModel(conversation);
    const { exitCode } = await scene.run(
      runArguments("--base-url", server.url, "--api", "responses", "--no-enable-code-interpreter"),
      { KIMI_AGENT_MODEL: "gpt-6.1-terra" },
    );
    expect(exitCode).toBe(0);
    expect(sent(server, "model")).toEqual(new Set(['"gpt-6.1-terra"']));
    const tools = toolsSent(server);
    expect(tools).toContain("write_file");
    for (const tool of ["web_search", "file_search", "code_interpreter"]) expect(tools).not.toContain(tool);
    expect([...sent(server, "include")].join()).not.toMatch(/interpreter|search/);
  });

  it("is found in the environment", async () => {
    const scene = await setScene();
    const server = await serveModel(conversation);
    const { exitCode } = await scene.run(runArguments("--api", "responses"), { OPENAI_BASE_URL: server.url });
    expect(exitCode).toBe(0);
    server.assertComplete();
  });
});

describe("Chat Completions", () => {
  it("is what another endpoint is asked in, results through a tool, hosted tools dropped with one note", async () => {
    const scene = await setScene();
    const server = await serveModel(conversationThroughTools);
    const { exitCode, stderr } = await scene.run(
      runArguments("--base-url", server.url, "--model", "local-model"),
    );
    expect(exitCode).toBe(0);
    expect(await greet(scene)).toContain("Hello, stranger!");
    server.assertComplete();
    expect(new Set(server.requests.map(({ path }) => path))).toEqual(new Set(["/v1/chat/completions"]));
    expect(sent(server, "model")).toEqual(new Set(['"local-model"']));
    expect(sent(server, "reasoning_effort")).toEqual(new Set([undefined]));
    expect(sent(server, "response_format")).toEqual(new Set([undefined]));
    expect(toolsSent(server)).toContain("submit_result");
    expect(toolsSent(server)).not.toContain("code_interpreter");
    expect(stderr.match(/code interpreter/giu)).toHaveLength(1);
  });

  it("refuses a hosted tool that was asked for, before anything is sent", async () => {
    const scene = await setScene();
    const server = await serveModel([]);
    const { exitCode, stderr } = await scene.run(
      runArguments("--base-url", server.url, "--model", "local-model", "--enable-web-search"),
    );
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/web search/i);
    expect(server.requests).toEqual([]);
  });
});
