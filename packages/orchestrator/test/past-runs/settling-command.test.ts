import { expect, it } from "vitest";
import { settlingCommand } from "../../src/index.ts";

it("names each path as a shell takes it for one word", () => {
  expect(settlingCommand("run-1", ["src/a.js", "it's a file"], 2)).toBe(
    "kimi-agent apply run-1 --attempt 2 --keep src/a.js --keep 'it'\\''s a file'",
  );
});
