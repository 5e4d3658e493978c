import type { CreateIsolation } from "./isolation-fixture.ts";

export interface IsolationContractOptions {
  /** Names the suite. */
  readonly name: string;
  readonly create: CreateIsolation;
}

/**
 * What every tier does alike, as a Vitest suite: await it at the top of a test file. What only confining tiers do is
 * theirs to test. Vitest is loaded by the call, so that importing this module does not need it.
 */
export async function describeIsolationContract(options: IsolationContractOptions): Promise<void> {
  const { describeIsolation } = await import("./describe-isolation.ts");
  describeIsolation(options);
}
