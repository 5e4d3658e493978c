import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCsv } from "../src/csv.js";

test("keeps commas inside double quotes in the field", () => {
  assert.deepEqual(parseCsv('description,amount\n"Bread, rolls",4.20\n'), [
    { description: "Bread, rolls", amount: "4.20" },
  ]);
});

test("reads two double quotes inside a quoted field as one", () => {
  assert.deepEqual(parseCsv('description,amount\n"Dinner at ""Luigi\'s"", tip included",38.00\n'), [
    { description: 'Dinner at "Luigi\'s", tip included', amount: "38.00" },
  ]);
});

test("names the line of a quoted field that is not closed", () => {
  const text = 'description,amount\n\nBread,4.20\n"Rolls,2.10\n';
  assert.throws(() => parseCsv(text), /line 4/);
});
