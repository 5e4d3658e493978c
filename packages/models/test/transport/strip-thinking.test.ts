import { expect, test } from "vitest";
import { stripThinking } from "../../src/transport/strip-thinking.ts";

test("the reasoning at the head goes, whoever opened the block", () => {
  expect(stripThinking("\n<think>\na\n</think>\n\nanswer")).toBe("answer");
  expect(stripThinking("let me see\n</think>\nanswer")).toBe("answer");
  expect(stripThinking("<think>never ended")).toBe("");
});

test("tags that belong to the answer stay", () => {
  for (const text of [
    "answer",
    '{"text":"a </think> b"}',
    "```\n</think>\n```",
    "The tags <think> and </think> mark reasoning.",
  ]) {
    expect(stripThinking(text)).toBe(text);
  }
});
