import { posix } from "node:path";
import type { FileWrite, Persona, TestingOutput } from "@kimi/contracts";
import { isTestPath } from "./write-scope.ts";

/** What of a run says which files its proof rests on. */
export interface BoundPathsSource {
  readonly testing: TestingOutput | null;
  readonly writes: readonly Pick<FileWrite, "path" | "stage">[];
  readonly ports: { readonly personas: readonly Pick<Persona, "role" | "config">[] };
}

/**
 * The files that bindings rest on: suites, support files, and whatever else the testing stage wrote, since a helper it
 * forgot to name decides what a test shows just as well. Empty before its first output. What testing merely calls
 * support and could not have written itself, such as `package.json`, stays the code's.
 */
export function boundPaths({ testing, writes, ports }: BoundPathsSource): ReadonlySet<string> {
  if (testing === null) return new Set();
  const stage = ports.personas.find((persona) => persona.role === "testing")?.config.name;
  return new Set([
    ...testing.suites.flatMap((suite) => suite.files).map(asTreePath),
    ...testing.bindings.map((binding) => asTreePath(binding.file)),
    ...testing.supportFiles.map(asTreePath).filter(isTestPath),
    ...writes.filter((write) => write.stage === stage).map((write) => write.path),
  ]);
}

/** A path as a model may write it (`./test/a.js`), as the tree spells it. */
function asTreePath(path: string): string {
  return posix.normalize(path.trim().replaceAll("\\", "/"));
}
