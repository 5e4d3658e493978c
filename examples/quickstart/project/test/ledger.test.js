import assert from "node:assert/strict";
import { test } from "node:test";
import { readLedger, totalByCategory } from "../src/ledger.js";
import { formatAmount, parseAmount } from "../src/money.js";

const text = `date,category,description,amount
2026-10-01,rent,Flat,900.00
2026-10-02,food,Market,41.20
2026-10-20,food,Returned crate,-4.50
`;

test("reads entries with amounts in cents", () => {
  assert.deepEqual(readLedger(text)[1], {
    date: "2026-10-02",
    category: "food",
    description: "Market",
    cents: 4120,
  });
});

test("adds up each category, refunds included", () => {
  assert.deepEqual([...totalByCategory(readLedger(text))], [["rent", 90000], ["food", 3670]]);
});

test("refuses an amount that is none", () => {
  assert.throws(() => parseAmount("12,50"), /not an amount: "12,50"/);
});

test("writes amounts with two digits", () => {
  assert.equal(formatAmount(-450), "-4.50");
});
