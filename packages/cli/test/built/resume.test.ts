import { listTree } from "@kimi/local/testing";
import { describe, expect, it } from "vitest";
import { conversation, serveModel } from "./support/serve-model.ts";
import { runArguments, setScene } from "./support/set-scene.ts";

describe("kimi-agent resume", () => {
  it.each([
    ["in a private tree", []],
    ["in the project itself", ["--in-place"]],
  ])("goes on after a kill (%s): only the request in flight is asked again", async (_, options) => {
    const scene = await setScene();
    const { promise: reached, resolve } = Promise.withResolvers<void>();
    const held = 3;
    const server = await serveModel((__, asked) => {
      if (asked !== held) return conversation[asked < held ? asked : asked - 1] ?? [];
      resolve();
      return new Promise<never>(() => {});
    });
    const endpoint = ["--base-url", server.url, "--api", "responses"];
    const program = scene.start(runArguments(...endpoint, ...options));
    await reached;
    program.signal("SIGKILL");
    await program.ending;

    const resumed = await scene.run(["resume", "latest", ...endpoint]);
    expect(resumed).toMatchObject({ exitCode: 0 });
    expect(resumed.stderr).toMatch(/taken up again, was interrupted; next: coding/);
    expect(server.calls).toHaveLength(conversation.length + 1);
    const undisturbed = await setScene();
    const other = await serveModel(conversation);
    await undisturbed.run(runArguments("--base-url", other.url, "--api", "responses", ...options));
    expect(await listTree(scene.project)).toEqual(await listTree(undisturbed.project));
  });

  it("goes on after a pause with the limits it is given, and is named where a run says that it paused", async () => {
    const scene = await setScene();
    const server = await serveModel(conversation);
    const endpoint = ["--base-url", server.url, "--api", "responses"];
    const paused = await scene.run(runArguments(...endpoint, "--max-turns", "2"));
    expect(paused.exitCode).toBe(75);
    expect(paused.stdout).toMatch(/go on with: kimi-agent resume [0-9a-f-]{36} --max-turns 4$/m);
    const again = await scene.run(["resume", "latest", ...endpoint]);
    expect(again.exitCode).toBe(75);
    // Where the run was, though there is a key that would do for another endpoint.
    const resumed = await scene.run(["resume", "latest", "--max-turns", "40"]);
    expect(resumed).toMatchObject({ exitCode: 0 });
    server.assertComplete();
    const ended = await scene.run(["resume", "latest", ...endpoint]);
    expect(ended).toMatchObject({ exitCode: 2 });
    expect(ended.stderr).toMatch(/cannot be resumed: its result is in the project/);
  });
});
