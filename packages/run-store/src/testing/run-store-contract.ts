import type { RunStore } from "@kimi/contracts";
import { describe } from "vitest";
import { describeAttempts } from "./contract/describe-attempts.ts";
import { describeArtifacts } from "./contract/describe-artifacts.ts";
import { describeClaims } from "./contract/describe-claims.ts";
import { describeEvents } from "./contract/describe-events.ts";
import { describeExport } from "./contract/describe-export.ts";
import { describeModelCalls } from "./contract/describe-model-calls.ts";
import { describeRuns } from "./contract/describe-runs.ts";

/** Makes an empty store; the suite disposes it. */
export type CreateStore = () => Promise<RunStore> | RunStore;

/** Declares, within a Vitest test file, the tests that every {@link RunStore} passes. */
export function runStoreContract(name: string, createStore: CreateStore): void {
  describe(`${name} keeps the contract of a run store`, () => {
    describeRuns(createStore);
    describeClaims(createStore);
    describeEvents(createStore);
    describeAttempts(createStore);
    describeModelCalls(createStore);
    describeArtifacts(createStore);
    describeExport(createStore);
  });
}
