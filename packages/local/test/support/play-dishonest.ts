import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AgentOutputItem, RunEvent, RunResult } from "@kimi/contracts";
import { callTool, type HandwrittenAnswers } from "@kimi/models/testing";
import { expect } from "vitest";
import { listTree } from "../../src/testing/list-tree.ts";
import { prepareRun } from "./scripted-run.ts";

/** Where tests begin. */
export const imports = 'import assert from "node:assert/strict";\nimport { test } from "node:test";\n';

/** A call that writes a file for both requirements. */
export const write = (path: string, text: string): AgentOutputItem =>
  callTool("write_file", { path, text, requirements: ["REQ-1", "REQ-2"] });
/** A call that runs a shell command. */
export const shell = (command: string): AgentOutputItem =>
  callTool("run_command", { command, timeoutSeconds: null, requirements: ["REQ-1"] });
/** How a dishonest run ended. */
export interface Ended {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
  /** Whether the project is what it was, byte for byte. */
  readonly untouched: boolean;
  /** Reasons, findings and problems of the verdict, a line each. */
  readonly said: string;
}

/** One attempt over the greeting project, with other files in it where `before` says so. */
export async function play(
  answers: HandwrittenAnswers,
  { before = {}, maxAttempts = 1 }: { before?: Readonly<Record<string, string>>; maxAttempts?: number } = {},
): Promise<Ended> {
  const { project, run } = await prepareRun(answers);
  for (const [path, text] of Object.entries(before)) {
    await mkdir(join(project, path, ".."), { recursive: true });
    await writeFile(join(project, path), text);
  }
  const tree = await listTree(project);
  const { result, events } = await run({ maxAttempts });
  return {
    result,
    events,
    untouched: JSON.stringify(await listTree(project)) === JSON.stringify(tree),
    said: sayAll(result),
  };
}

/** The run failed, left the project alone, and says why. */
export function failedFor(reason: RegExp): object {
  const result = { status: "failed", exitCode: 1, applied: false };
  return { result, untouched: true, said: expect.stringMatching(reason) };
}

function sayAll({ report }: RunResult): string {
  const { criteria = [], findings = [], suites = [] } = report ?? {};
  return [
    ...criteria.map((one) => one.reason),
    ...findings.map((one) => one.message),
    ...suites.flatMap((one) => one.problems),
  ].join("\n");
}
