import { listTree } from "@kimi/local/testing";
import { expect, it } from "vitest";
import { z } from "zod";
import { conversation, serveModel } from "./support/serve-model.ts";
import { runArguments, setScene } from "./support/set-scene.ts";

it("a run happens again with no model asked, and a new one goes on from a point of it", async () => {
  const scene = await setScene();
  const server = await serveModel((_, asked) => conversation[Math.min(asked, conversation.length - 1)] ?? []);
  const endpoint = ["--base-url", server.url, "--api", "responses"];
  expect(await scene.run(runArguments(...endpoint))).toMatchObject({ exitCode: 0 });
  const after = await listTree(scene.project);

  const replay = await scene.run(["replay", "latest"]);
  expect(replay).toMatchObject({ exitCode: 0 });
  expect(replay.stdout).toMatch(/replay +the same: every step, the tree, and \d+ deliverables byte for byte/);
  expect(replay.stderr).toContain("verdict");
  expect(replay.stderr).not.toContain("written");
  const json = await scene.run(["replay", "latest", "--json"]);
  expect(z.looseObject({ isSame: z.boolean() }).parse(JSON.parse(json.stdout))).toMatchObject({
    isSame: true,
  });
  expect(server.calls).toHaveLength(conversation.length);
  expect(await listTree(scene.project)).toEqual(after);

  const points = await scene.run(["resume", "latest", "--from", "list"]);
  expect(points.stdout).toMatch(/^coding\/1 +submitted +coding\/1\/2 … coding\/1\/3$/mu);
  expect(points.stdout).toMatch(/^verdict\/1 +succeeded$/mu);
  const unknown = await scene.run(["resume", "latest", "--from", "review", ...endpoint]);
  expect(unknown).toMatchObject({ exitCode: 2 });
  expect(unknown.stderr).toContain("has no point review: expected a stage");
  const fork = await scene.run(["resume", "latest", "--from", "documentation", ...endpoint]);
  expect(fork).toMatchObject({ exitCode: 0 });
  expect(fork.stderr).toMatch(/run +[0-9a-f-]{36}, forked from [0-9a-f-]{36} at documentation\/1/);
  expect(server.calls).toHaveLength(conversation.length + 1);
  const shown = await scene.run(["runs", "show", "latest"]);
  expect(shown.stdout).toMatch(/^forked from +[0-9a-f-]{36} at documentation\/1$/mu);
  expect(await listTree(scene.project)).toEqual(after);
});
