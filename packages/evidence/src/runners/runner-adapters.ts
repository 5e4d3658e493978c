import type { TestRunner } from "@kimi/contracts";
import { cargoAdapter } from "./cargo/cargo-adapter.ts";
import { commandCheckAdapter } from "./command-check/command-check-adapter.ts";
import { goAdapter } from "./go/go-adapter.ts";
import { httpCheckAdapter } from "./http-check/http-check-adapter.ts";
import { jestAdapter } from "./jest/jest-adapter.ts";
import { junitAdapter } from "./junit/junit-adapter.ts";
import { mochaAdapter } from "./mocha/mocha-adapter.ts";
import { nodeTestAdapter } from "./node-test/node-test-adapter.ts";
import { pytestAdapter } from "./pytest/pytest-adapter.ts";
import type { RunnerAdapter } from "./runner-adapter.ts";
import { tapAdapter } from "./tap/tap-adapter.ts";
import { unittestAdapter } from "./unittest/unittest-adapter.ts";
import { vitestAdapter } from "./vitest/vitest-adapter.ts";

/** Every runner that evidence can come from. */
export const runnerAdapters: Readonly<Record<TestRunner, RunnerAdapter>> = {
  "node-test": nodeTestAdapter,
  vitest: vitestAdapter,
  jest: jestAdapter,
  mocha: mochaAdapter,
  pytest: pytestAdapter,
  unittest: unittestAdapter,
  go: goAdapter,
  cargo: cargoAdapter,
  junit: junitAdapter,
  tap: tapAdapter,
  "command-check": commandCheckAdapter,
  "http-check": httpCheckAdapter,
};
