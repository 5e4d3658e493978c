import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { callTool } from "@kimi/models/testing";
import { expect, it } from "vitest";
import { conversation, conversationThroughTools, serveModel } from "./support/serve-model.ts";
import { runArguments, setScene, testKey } from "./support/set-scene.ts";

const logger = new URL("./support/log-connections.ts", import.meta.url).href;

it.each([
  ["Responses", conversation, ["--api", "responses", "--enable-web-search", "--enable-file-search"]],
  ["Chat Completions", conversationThroughTools, ["--model", "local-model"]],
])(
  "sends nothing anywhere but to the endpoint, a key in the environment or not (%s)",
  async (_, answers, options) => {
    const scene = await setScene();
    const server = await serveModel(answers);
    const log = join(scene.folder, "connections.log");
    const { exitCode } = await scene.run(runArguments("--base-url", server.url, ...options), {
      NODE_OPTIONS: `--import ${logger}`,
      CONNECTION_LOG: log,
    });
    expect(exitCode).toBe(0);
    const connections = new Set((await readFile(log, "utf8")).trimEnd().split("\n"));
    expect(connections).toEqual(new Set([`connect ${new URL(server.url).host}`]));
  },
);

it("sends the key in the header that is for it and nowhere else, and says it nowhere", async () => {
  const scene = await setScene();
  const [requirements, ...rest] = conversation;
  const look = callTool("run_command", { command: "env", timeoutSeconds: null, requirements: [] });
  const server = await serveModel([requirements ?? [], look, ...rest]);
  const { exitCode, stdout, stderr } = await scene.run(
    runArguments("--base-url", server.url, "--api", "responses", "--prompt", `My key is ${testKey}.`),
  );
  expect(exitCode).toBe(0);
  expect(new Set(server.calls.map(({ headers }) => headers["authorization"]))).toEqual(
    new Set([`Bearer ${testKey}`]),
  );
  const bodies = server.calls.map(({ body }) => JSON.stringify(body)).join("\n");
  expect(bodies).toContain("My key is [REDACTED");
  expect(bodies).toContain("PATH=");
  expect(`${bodies}${stdout}${stderr}`).not.toContain(testKey);
});
