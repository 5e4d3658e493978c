import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { say, startModelServer } from "../../src/testing/index.ts";

const script = fileURLToPath(new URL("../processes/quiet-run.ts", import.meta.url));

test("a run talks to its endpoint alone, and leaves the host's signal handlers as they were", async () => {
  await using server = await startModelServer([say("a"), say("b")]);
  // NODE_ENV=test would switch tracing off by itself.
  const { NODE_ENV: _test, ...env } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@kimi/source", script, server.url],
    { env: { ...env, OPENAI_API_KEY: "sk-test" } },
  );
  const found: unknown = JSON.parse(stdout);

  const { port } = new URL(server.url);
  expect(new Set((found as { hosts: string[] }).hosts)).toEqual(new Set([port]));
  expect(found).toMatchObject({
    handlers: { SIGINT: 1, SIGTERM: 1, unhandledRejection: 0, beforeExit: 0 },
    own: [true, true],
  });
  server.assertComplete();
});
