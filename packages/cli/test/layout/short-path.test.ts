import { expect, it } from "vitest";
import { shortPath } from "../../src/layout/short-path.ts";

it("is relative below the working directory, and whole elsewhere", () => {
  expect(shortPath("/work/project/.kimi_agent", "/work")).toBe("project/.kimi_agent");
  expect(shortPath("/other/project", "/work")).toBe("/other/project");
  expect(shortPath("/work", "/work")).toBe("/work");
});
