import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KimiError } from "@kimi/contracts";
import { createSandboxManager } from "../../../src/index.ts";
import { type Lab, type Operation, perform } from "./lab.ts";
import { type Expectation, judge, stateOf } from "./verdict.ts";

interface Order {
  readonly lab: Lab;
  readonly expectations: Readonly<Record<Operation, Expectation>>;
  /** The folder of the lab that is a small disk. */
  readonly small: "home" | "target";
  /** How many pages of 4 kB are free, one after another. */
  readonly pages: readonly number[];
  readonly operations: readonly Operation[];
}

// Inside a mount namespace: does each operation with a disk that has so much room and no more, and says how it ended.
const { lab, expectations, small, pages, operations } = JSON.parse(process.argv[2] ?? "") as Order;
for (const operation of operations) {
  const ends: string[] = [];
  for (const free of pages) {
    for (const name of ["home", "target"] as const) {
      for (const entry of readdirSync(lab[name])) rmSync(join(lab[name], entry), { recursive: true });
      execFileSync("cp", ["-a", `${lab.folder}.${operation}/${name}/.`, lab[name]]);
    }
    const { bavail, bsize } = statfsSync(lab[small]);
    const ballast = join(small === "home" ? lab.home : `${lab.target}/.git`, "ballast");
    if (small === "target") execFileSync("mkdir", ["-p", `${lab.target}/.git`]);
    writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - free * 4096)));
    try {
      await perform(createSandboxManager({ home: lab.home }), lab, operation);
      ends.push("done");
    } catch (error) {
      if (!(error instanceof KimiError)) throw error;
      ends.push(error.code);
      assert.match(error.message, /disk is full or failing \(ENOSPC\); make room and try again/);
      const isChanging = operation === "apply" || operation === "restore";
      if (isChanging) assert.equal(stateOf(lab, operation, expectations[operation]), "old");
      assert.deepEqual((await createSandboxManager({ home: lab.home }).verify()).damages, []);
    }
    rmSync(ballast);
    await judge(lab, operation, { ...expectations[operation], again: free === 400 });
  }
  process.stdout.write(`${operation}: ${ends.join(" ")}\n`);
}
