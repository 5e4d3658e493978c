// For tests of what uses a run store, and of whatever implements one.
export { createMemoryRunStore } from "./memory-run-store.ts";
export { runStoreContract } from "./run-store-contract.ts";
