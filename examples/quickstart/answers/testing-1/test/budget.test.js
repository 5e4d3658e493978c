import assert from "node:assert/strict";
import { test } from "node:test";
import { findOverspending, readBudget } from "../src/budget.js";

const spend = (category, cents) => ({ date: "2026-11-03", category, description: "", cents });

test("reads limits in euros from a JSON object", () => {
  assert.deepEqual(readBudget('{"food": 300, "travel": 79.99}'), new Map([["food", 30000], ["travel", 7999]]));
});

test("lists a category that costs more than its limit", () => {
  const entries = [spend("food", 30000), spend("food", 1240)];
  assert.deepEqual(findOverspending(entries, new Map([["food", 30000]])), [
    { category: "food", limit: 30000, spent: 31240, over: 1240 },
  ]);
});

test("does not list a category that costs exactly its limit", () => {
  const limits = new Map([["travel", 8000], ["food", 30000]]);
  assert.deepEqual(findOverspending([spend("travel", 8000), spend("food", 30001)], limits), [
    { category: "food", limit: 30000, spent: 30001, over: 1 },
  ]);
});

test("does not list a category without a limit", () => {
  assert.deepEqual(findOverspending([spend("hobbies", 5500)], new Map([["food", 30000]])), []);
});
