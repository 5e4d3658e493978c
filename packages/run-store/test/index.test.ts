import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

it.each(["index.ts", "testing/index.ts"])(
  "is imported (%s) without SQLite: who needs no store does not pay for it",
  (entry) => {
    const module = JSON.stringify(new URL(`../src/${entry}`, import.meta.url).href);
    const program = `await import(${module}); console.log(JSON.stringify(process.report.getReport().sharedObjects))`;
    const options = ["--conditions=@kimi/source", "--input-type=module", "--eval", program];
    const loaded = execFileSync(process.execPath, options, { encoding: "utf8" });
    expect(JSON.parse(loaded)).not.toEqual([]);
    expect(loaded).not.toContain("better_sqlite3");
  },
);
