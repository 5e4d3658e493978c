import { readdir } from "node:fs/promises";
import path from "node:path";

const worthOpening = {
  succeeded: [
    [
      "trace.md",
      "each requirement with the words that ask for it, the test that proves it and the lines that do it",
    ],
    ["changes.patch", "everything the run changed in the project"],
    ["README.draft.md", "the documentation stage's README"],
    ["events.jsonl", "what happened, step by step"],
  ],
  failed: [
    ["trace.md", "what is proven, what is not, and why"],
    ["attempts/", "a patch of each attempt; the project itself is as it was"],
    ["events.jsonl", "what happened, step by step"],
  ],
} as const;

/** Where things are and what to look at, as lines for a reader. */
export async function describeResults(project: string, exitCode: number): Promise<readonly string[]> {
  const runs = path.join(project, ".kimi_agent/runs");
  const [run] = await readdir(runs).catch(() => []);
  if (run === undefined) return [];
  const folder = path.join(runs, run);
  const files = worthOpening[exitCode === 0 ? "succeeded" : "failed"];
  return [
    `Project:      ${project}`,
    `Deliverables: ${folder}`,
    "Worth opening there:",
    ...files.map(([name, what]) => `  ${name.padEnd(16)}${what}`),
  ];
}
