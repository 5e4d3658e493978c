// Snapshots, private working trees, change sets, journaled apply and confined commands.
export { SandboxManager, createSandboxManager, type SandboxManagerOptions } from "./sandbox-manager.ts";
export type { PruneReport } from "./store/collect-store.ts";
export type { QuotaReport } from "./store/keep-to-quota.ts";
export type { PruneRequest } from "./store/prune-request.ts";
export type { Damage, StoreReport, VerifyRequest } from "./store/verify-store.ts";
export type { FaultHook } from "./disk/fault-hook.ts";
export type { Isolation, IsolatedCommand, Launch } from "./isolation/isolation.ts";
export { type CheckMachineOptions, type MachineCheck, checkMachine } from "./machine/check-machine.ts";
