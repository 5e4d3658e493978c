import { expect, it } from "vitest";
import { setStage } from "../support/play-run.ts";

it("an empty text is no folder, no document and no model, but a usage error", async () => {
  const { kimi } = await setStage();
  for (const [named, ...argv] of [
    ["<target>", "run", "", "--prompt", "x"],
    ["--input-docs", "run", "project", "--input-docs", ""],
    ["--input-docs", "run", "project", "--input-docs", "plan.md", ""],
    ["--model", "run", "project", "--input-docs", "plan.md", "--model", ""],
    ["--record", "run", "project", "--input-docs", "plan.md", "--record="],
    ["<run>", "export", ""],
  ]) {
    const { code, err } = await kimi(...argv);
    expect({ argv, code, err }).toMatchObject({
      code: 2,
      err: `kimi-agent: ${named} was given an empty text: put something there, or leave it out.\n`,
    });
  }
});
