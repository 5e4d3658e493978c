#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { readLedger, totalByCategory } from "./ledger.js";
import { formatAmount } from "./money.js";

const usage = "usage: pocket-ledger report <ledger.csv>";

const [command, path] = process.argv.slice(2);
if (command !== "report" || path === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  for (const [category, cents] of totalByCategory(readLedger(readFileSync(path, "utf8")))) {
    console.log(`${category.padEnd(12)}${formatAmount(cents).padStart(10)}`);
  }
}
