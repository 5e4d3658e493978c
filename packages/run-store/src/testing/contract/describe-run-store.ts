import { describe } from "vitest";
import type { CreateStore } from "./create-store.ts";
import { describeArtifacts } from "./describe-artifacts.ts";
import { describeAttempts } from "./describe-attempts.ts";
import { describeAudit } from "./describe-audit.ts";
import { describeClaims } from "./describe-claims.ts";
import { describeDeletion } from "./describe-deletion.ts";
import { describeEndedRuns } from "./describe-ended-runs.ts";
import { describeEvents } from "./describe-events.ts";
import { describeExport } from "./describe-export.ts";
import { describeModelCalls } from "./describe-model-calls.ts";
import { describeRequests } from "./describe-requests.ts";
import { describeRuns } from "./describe-runs.ts";
import { describeSearch } from "./describe-search.ts";

/** The whole suite. */
export function describeRunStore(name: string, createStore: CreateStore): void {
  describe(`${name} keeps the contract of a run store`, () => {
    describeRuns(createStore);
    describeSearch(createStore);
    describeClaims(createStore);
    describeEndedRuns(createStore);
    describeEvents(createStore);
    describeAttempts(createStore);
    describeModelCalls(createStore);
    describeRequests(createStore);
    describeArtifacts(createStore);
    describeExport(createStore);
    describeAudit(createStore);
    describeDeletion(createStore);
  });
}
