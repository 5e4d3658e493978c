import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createSandboxManager } from "../../src/index.ts";
import {
  type Shop,
  checkApply,
  checkOverlay,
  checkPrivateTree,
  checkRestore,
  checkUndo,
  createFailure,
} from "../support/round-trip-properties.ts";

// Tries the round trips with as many random trees and edits as asked for. A failure prints its seed.
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    /** Where the trees are made: another file system may show what this one hides. */
    place: { type: "string", default: tmpdir() },
    /** With which a failure happens again; the path, printed beside it, leads there at once. */
    seed: { type: "string" },
    path: { type: "string" },
    only: { type: "string" },
    /** Ends at once with what failed, however large it is. */
    "no-shrinking": { type: "boolean", default: false },
  },
});

const runs = {
  numRuns: Number(values.runs),
  endOnFailure: values["no-shrinking"],
  ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
  ...(values.path === undefined ? {} : { path: values.path }),
};
const { failAt, fault } = createFailure();
const checks = {
  restore: checkRestore,
  apply: checkApply,
  privateTree: checkPrivateTree,
  overlay: checkOverlay,
  undo: (shop: Shop, how: typeof runs) => checkUndo({ ...shop, failAt }, how),
};

for (const [name, check] of Object.entries(checks)) {
  if (values.only !== undefined && values.only !== name) continue;
  const folder = mkdtempSync(join(values.place, "kimi-round-trips-"));
  const target = join(folder, "target");
  mkdirSync(target);
  const startedMs = performance.now();
  try {
    await check({ target, manager: createSandboxManager({ home: join(folder, "home"), fault }) }, runs);
  } finally {
    execFileSync("chmod", ["-R", "u+rwX", folder]);
    rmSync(folder, { recursive: true });
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  process.stdout.write(`${name}: ${runs.numRuns} trees and edits in ${seconds} s, none failed\n`);
}
