import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { createBubblewrap } from "../../src/isolation/bubblewrap/bubblewrap.ts";
import { createUnconfined } from "../../src/isolation/none/unconfined.ts";
import { describeIsolationContract } from "../../src/testing/index.ts";

const etcStore = mkdtempSync(join(tmpdir(), "kimi-etc-"));
afterAll(() => rmSync(etcStore, { recursive: true }));

await describeIsolationContract({
  name: "bubblewrap",
  create: (environment) => createBubblewrap({ environment, hidden: [], etcStore }),
});
await describeIsolationContract({ name: "none", create: createUnconfined });
