// Snapshots, private working trees, change sets, journaled apply and confined commands.
export { SandboxManager, createSandboxManager, type SandboxManagerOptions } from "./sandbox-manager.ts";
export type { FaultHook } from "./disk/fault-hook.ts";
export type { Isolation, IsolatedCommand, Launch } from "./isolation/isolation.ts";
