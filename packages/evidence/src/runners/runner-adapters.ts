import type { TestRunner } from "@kimi/contracts";
import { nodeTestAdapter } from "./node-test/node-test-adapter.ts";
import { pytestAdapter } from "./pytest/pytest-adapter.ts";
import type { RunnerAdapter } from "./runner-adapter.ts";
import { vitestAdapter } from "./vitest/vitest-adapter.ts";

/** Every runner that evidence can come from. */
export const runnerAdapters: Readonly<Record<TestRunner, RunnerAdapter>> = {
  "node-test": nodeTestAdapter,
  vitest: vitestAdapter,
  pytest: pytestAdapter,
};
