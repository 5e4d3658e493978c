import { expect, it } from "vitest";
import { exitCodes, runStatusSchema } from "../../src/index.ts";

it("gives each status a run can end in the exit code that scripts rely on", () => {
  expect(exitCodes).toEqual({
    succeeded: 0,
    failed: 1,
    partial: 3,
    errored: 4,
    paused: 75,
    cancelled: 130,
  });
});

it("leaves 2 to bad usage, where no run starts", () => {
  expect(Object.values(exitCodes)).not.toContain(2);
});

it("has no exit code for a run that goes on or whose process died", () => {
  const withoutCode = runStatusSchema.options.filter((status) => !(status in exitCodes));
  expect(withoutCode).toEqual(["running", "interrupted"]);
});
