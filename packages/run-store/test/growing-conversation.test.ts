import { join } from "node:path";
import type { JsonValue } from "@kimi/contracts";
import Database from "better-sqlite3";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { openRunStore } from "../src/index.ts";
import { sampleRequest, sampleRun } from "../src/testing/sample-run.ts";
import { joinBody, splitBody } from "../src/tables/split-body.ts";
import { newHome } from "./support/scratch.ts";

/** Bytes of all there is, after `turns` requests that each repeat all before them. */
async function bytesAfter(turns: number): Promise<number> {
  const home = newHome();
  {
    await using store = await openRunStore({ home });
    await store.createRun(sampleRun("run-1"));
    const input: JsonValue[] = [];
    for (let turn = 1; turn <= turns; turn += 1) {
      input.push({ role: "user", content: `${turn} ${"x".repeat(1_000)}` });
      const body = { instructions: "i".repeat(5_000), input: [...input], tools: ["t".repeat(5_000)] };
      await store.beginModelCall("run-1", { ...sampleRequest(turn), body });
    }
  }
  const raw = new Database(join(home, "runs.db"), { readonly: true });
  const bytes = Number(
    raw.prepare("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").pluck().get(),
  );
  raw.close();
  return bytes;
}

it("takes space for a conversation in proportion to its turns, not to their square", async () => {
  const [empty, short, long] = [await bytesAfter(0), await bytesAfter(50), await bytesAfter(200)];
  expect((long - empty) / (short - empty)).toBeLessThan(4.5);
});

it("splits and joins any body without a change", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), fc.boolean(), (value, input, withInput) => {
      const body: JsonValue = JSON.parse(JSON.stringify(withInput ? { a: value, input, b: value } : value));
      expect(JSON.stringify(joinBody(splitBody(body)))).toBe(JSON.stringify(body));
    }),
  );
});
