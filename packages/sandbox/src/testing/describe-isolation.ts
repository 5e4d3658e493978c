import { describe, expect, it } from "vitest";
import { itEndsCommands } from "./ending-contract.ts";
import type { IsolationContractOptions } from "./isolation-contract.ts";
import { itRunsCommands } from "./running-contract.ts";

/** The whole suite. */
export function describeIsolation({ name, create }: IsolationContractOptions): void {
  describe(`${name}, as an isolation tier`, () => {
    it("says that it works here", async () => {
      expect(await create(process.env).probe()).toBeNull();
    });
    itRunsCommands(create);
    itEndsCommands(create);
  });
}
