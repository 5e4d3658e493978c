import { describe, expect, it } from "vitest";
import { z } from "zod";
import { conversation, serveModel } from "./support/serve-model.ts";
import { runArguments, setScene } from "./support/set-scene.ts";

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const controlCharacters = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/u;

describe("with --json", () => {
  it("every line of stdout is an event, the last one the verdict", async () => {
    const scene = await setScene();
    const server = await serveModel(conversation);
    const { exitCode, stdout, stderr } = await scene.run(
      runArguments("--base-url", server.url, "--api", "responses", "--json"),
    );
    expect(exitCode).toBe(0);
    expect(stderr).toBe("");
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => z.looseObject({ sequence: z.int(), type: z.string() }).parse(JSON.parse(line)));
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events[0]).toMatchObject({ type: "run-started" });
    expect(events.at(-1)).toMatchObject({ type: "run-ended", status: "succeeded", exitCode: 0 });
  });
});

describe("in a pipe", () => {
  it("progress goes to stderr and the summary to stdout, both plain text", async () => {
    const scene = await setScene();
    const server = await serveModel(conversation);
    const { stdout, stderr } = await scene.run(runArguments("--base-url", server.url, "--api", "responses"));
    expect(`${stdout}${stderr}`).not.toMatch(controlCharacters);
    for (const stage of ["requirements", "coding", "testing", "documentation"]) {
      expect(stderr).toMatch(new RegExp(`^${stage} +done$`, "mu"));
    }
    expect(stdout).toMatch(/REQ-1 +must +proven +1\/1/);
    expect(stdout).toMatch(/tests +2 of 2 passed/);
    expect(stdout).toContain("# Greeting");
    expect(stdout).not.toMatch(/^coding/mu);
  });
});
