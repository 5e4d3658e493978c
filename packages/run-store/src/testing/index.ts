// For tests of what uses a run store, and of whatever implements one.
export type { CreateStore } from "./contract/create-store.ts";
export { createMemoryRunStore } from "./memory-run-store.ts";
export { runStoreContract } from "./run-store-contract.ts";
export { sampleAnswer, sampleHandoff, sampleRequest, sampleRun } from "./sample-run.ts";
