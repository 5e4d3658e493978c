import type { RunStore } from "@kimi/contracts";

/** Makes an empty store; the suite disposes it. */
export type CreateStore = () => Promise<RunStore> | RunStore;
