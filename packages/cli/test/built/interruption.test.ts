import { runRecordSchema } from "@kimi/contracts";
import { listTree } from "@kimi/local/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { conversation, holdAnswer, serveModel } from "./support/serve-model.ts";
import { runArguments, setScene } from "./support/set-scene.ts";

const shownSchema = z.object({ run: runRecordSchema });

/** The answer to the coding persona after it wrote: its tree differs from the project's when this is asked for. */
const afterWriting = 3;

describe("Ctrl-C while the model is asked", () => {
  it.each([
    ["in a private tree", []],
    ["in the project itself", ["--in-place"]],
  ])("cancels the run (%s), keeps the project, and the next run works", async (_, options) => {
    const scene = await setScene();
    const before = await listTree(scene.project);
    const { script, reached } = holdAnswer(afterWriting);
    const server = await serveModel(script);
    const args = runArguments("--base-url", server.url, "--api", "responses", ...options);
    const program = scene.start(args);
    await reached;
    expect(JSON.stringify(await listTree(scene.project)) === JSON.stringify(before)).toBe(
      options.length === 0,
    );
    program.signal("SIGINT");
    const { exitCode, stdout, stderr } = await program.ending;
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(/status +cancelled \(exit 130\)/);
    expect(stderr).not.toMatch(/^\s+at /mu);
    expect(await listTree(scene.project)).toEqual(before);
    const shown = await scene.run(["runs", "show", "--json", "latest"]);
    expect(shownSchema.parse(JSON.parse(shown.stdout)).run).toMatchObject({
      status: "cancelled",
      resumable: true,
      applied: false,
    });
    expect(await scene.run(args)).toMatchObject({ exitCode: 0 });
    expect(server.calls).toHaveLength(afterWriting + 1 + conversation.length);
  });
});

describe("a kill in the middle of a run in the project itself", () => {
  it("shows as interrupted, and recover brings the project back to its bytes", async () => {
    const scene = await setScene();
    const before = await listTree(scene.project);
    const { script, reached } = holdAnswer(afterWriting);
    const server = await serveModel(script);
    const args = runArguments("--base-url", server.url, "--api", "responses", "--in-place");
    const program = scene.start(args);
    await reached;
    program.signal("SIGKILL");
    expect(await program.ending).toMatchObject({ exitCode: null });
    expect(await listTree(scene.project)).not.toEqual(before);

    expect((await scene.run(["runs", "list"])).stdout).toMatch(/interrupted/);
    const recovered = await scene.run(["recover"]);
    expect(recovered).toMatchObject({ exitCode: 0 });
    expect(recovered.stdout).toMatch(/brought back .*verified/);
    expect(await listTree(scene.project)).toEqual(before);
    expect((await scene.run(["recover"])).stdout).toBe("Nothing to recover.\n");
    expect(await scene.run(args)).toMatchObject({ exitCode: 0 });
  });
});
