import { describe, expect, it } from "vitest";
import { itEndsCommands } from "./ending-contract.ts";
import type { CreateIsolation } from "./isolation-fixture.ts";
import { itRunsCommands } from "./running-contract.ts";

export interface IsolationContractOptions {
  /** Names the suite. */
  readonly name: string;
  readonly create: CreateIsolation;
}

/** What every tier does alike, as a vitest suite: call it in a test file. What only confining tiers do is theirs to test. */
export function describeIsolationContract({ name, create }: IsolationContractOptions): void {
  describe(`${name}, as an isolation tier`, () => {
    it("says that it works here", async () => {
      expect(await create(process.env).probe()).toBeNull();
    });
    itRunsCommands(create);
    itEndsCommands(create);
  });
}
