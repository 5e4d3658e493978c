// What other tiers of confinement must pass, for their own tests.
export { type IsolationContractOptions, describeIsolationContract } from "./isolation-contract.ts";
