import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { handoffSchema, type Handoff, type RunResult } from "@kimi/contracts";
import { callTool, submit } from "@kimi/models/testing";
import { describe, expect, it } from "vitest";
import {
  answersWith,
  bodies,
  coded,
  tested,
  writeGreet,
  writeTests,
} from "../src/testing/greeting-answers.ts";
import { imports, write } from "./support/play-dishonest.ts";
import { prepareRun } from "./support/scripted-run.ts";

/** What the latest attempt at a stage was given. */
async function readInput({ deliverablesFolder }: RunResult, stage: string): Promise<Handoff> {
  return handoffSchema.parse(
    JSON.parse(await readFile(join(deliverablesFolder ?? "", stage, "input.json"), "utf8")),
  );
}

describe("a failed verdict", () => {
  it("goes to testing, with the reasons of coding, when coding leaves the code as it is", async () => {
    const wrong = `${imports}import { greet } from "../src/greet.js";
test("greets by name", () => assert.equal(greet("Ada"), "Hallo, Ada!"));
test("greets a stranger", () => assert.equal(greet(""), "Hello, stranger!"));\n`;
    const contesting = submit({
      summary: "The code is right.",
      changes: [],
      notes: ["REQ-1.1 says Hello, the test Hallo."],
    });
    const { run } = await prepareRun({
      ...answersWith(bodies.right),
      coding: [[writeGreet(bodies.right), coded], [contesting]],
      testing: [
        [write("test/greet.test.js", wrong), tested],
        [writeTests, tested],
      ],
    });
    const { result, events } = await run({ maxAttempts: 2 });
    expect(result.status).toBe("succeeded");
    expect(events.filter((event) => event.type === "fix-forward")).toMatchObject([{ route: "coding" }]);
    const { failure, requirements } = await readInput(result, "03-testing");
    expect(failure).toMatchObject({ route: "testing", criteria: [{ criterion: "REQ-1.1" }] });
    expect(failure?.problems).toContain("The coding stage says: REQ-1.1 says Hello, the test Hallo.");
    expect(requirements).toEqual(result.requirements);
  });

  it("ends the run when criteria are proven in turn, and says which", async () => {
    const [other, again] = ['return "Hello, stranger!";', "return `Hello, ${name}!`;"];
    const { run } = await prepareRun(answersWith(bodies.mustOnly, other, again, bodies.right));
    const { result, events } = await run({ maxAttempts: 4 });
    expect(events.filter((event) => event.type === "verdict-computed")).toHaveLength(3);
    expect(events).toContainEqual({
      type: "note",
      message: expect.stringMatching(
        /^Stopped early\. REQ-1\.1 and REQ-2\.1 are proven in turn and never together/,
      ),
    });
    expect(result.status).toBe("partial");
  });
});

describe("an attempt without a result", () => {
  it("is kept as a patch, is taken back, and is told of in the next one", async () => {
    const reading = callTool("list_files", { folder: "", recursive: true });
    const { project, run } = await prepareRun({
      ...answersWith(bodies.right),
      coding: [
        [write("src/scratch.js", "export const scratch = 1;\n"), ...Array.from({ length: 5 }, () => reading)],
        [writeGreet(bodies.right), coded],
      ],
    });
    const { result } = await run({ maxAttempts: 2 });
    expect(result.status).toBe("succeeded");
    const patch = await readFile(join(result.deliverablesFolder ?? "", "attempts/coding-1.patch"), "utf8");
    expect(patch).toContain("+export const scratch = 1;");
    await expect(readFile(join(project, "src/scratch.js"))).rejects.toThrow(/ENOENT/);
    expect((await readInput(result, "02-coding")).failure).toMatchObject({
      route: "coding",
      summary: expect.stringMatching(
        /^It ended without a result.*the same call again and again \(list_files\)/,
      ),
    });
  });
});
