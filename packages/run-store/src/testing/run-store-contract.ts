import type { CreateStore } from "./contract/create-store.ts";

/** Declares the tests that every `RunStore` passes: to be awaited at the top of a Vitest file. */
export async function runStoreContract(name: string, createStore: CreateStore): Promise<void> {
  // Vitest is there only where tests run; the other test doubles must not need it.
  const { describeRunStore } = await import("./contract/describe-run-store.ts");
  describeRunStore(name, createStore);
}
