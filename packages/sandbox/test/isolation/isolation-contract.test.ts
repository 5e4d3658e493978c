import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { createBubblewrap } from "../../src/isolation/bubblewrap/bubblewrap.ts";
import { createUnconfined } from "../../src/isolation/none/unconfined.ts";
import { createSeatbelt } from "../../src/isolation/seatbelt/seatbelt.ts";
import { describeIsolationContract } from "../../src/testing/index.ts";

const store = mkdtempSync(join(tmpdir(), "kimi-confinement-"));
afterAll(() => rmSync(store, { recursive: true }));

await describeIsolationContract({
  name: "bubblewrap",
  create: (environment) => createBubblewrap({ environment, hidden: [], store }),
});
// Only macOS has it.
if (process.platform === "darwin")
  await describeIsolationContract({
    name: "seatbelt",
    create: (environment) => createSeatbelt({ environment, hidden: [] }),
  });
await describeIsolationContract({ name: "none", create: createUnconfined });
