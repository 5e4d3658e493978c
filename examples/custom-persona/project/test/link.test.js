import assert from "node:assert/strict";
import { test } from "node:test";
import { shareLink } from "../src/link.js";

test("escapes the name of the file", () => {
  assert.equal(shareLink("a b", "t"), "https://share.example/a%20b?token=t");
});
