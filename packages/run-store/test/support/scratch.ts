import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const scratch = mkdtempSync(join(tmpdir(), "run-store-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** An empty folder, gone after the tests. */
export function newHome(): string {
  return mkdtempSync(join(scratch, "home-"));
}
