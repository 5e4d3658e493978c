import { writeSync } from "node:fs";
import { KimiError } from "@kimi/contracts";
import { createSandboxManager } from "../../../src/index.ts";
import { type Lab, type Operation, perform } from "./lab.ts";

interface Order {
  readonly lab: Lab;
  readonly operation: Operation | "recover";
}

// Carries out one operation and says when it begins. Ends with 0, or with 3 and the error where that is one of ours.
const { lab, operation } = JSON.parse(process.argv[2] ?? "") as Order;
try {
  const manager = createSandboxManager({ home: lab.home });
  writeSync(1, "begun\n");
  if (operation === "recover") await manager.recover();
  else await perform(manager, lab, operation);
} catch (error) {
  if (!(error instanceof KimiError)) throw error;
  const { code, message, retryable } = error;
  writeSync(1, JSON.stringify({ code, message, retryable }));
  process.exitCode = 3;
}
