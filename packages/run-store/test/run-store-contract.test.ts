import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { openRunStore } from "../src/index.ts";
import { createMemoryRunStore, runStoreContract } from "../src/testing/index.ts";

const scratch = mkdtempSync(join(tmpdir(), "run-store-"));
afterAll(() => rmSync(scratch, { recursive: true }));

await runStoreContract("the SQLite store", () => openRunStore({ home: mkdtempSync(join(scratch, "home-")) }));
await runStoreContract("the store in memory", createMemoryRunStore);
