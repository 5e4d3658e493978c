import type { EvidenceRequest, RedCheck } from "@kimi/contracts";
import { decodeText } from "../decode-text.ts";
import { findTestSource } from "../tests-in-source/find-test-source.ts";
import { redKey, requirementOf } from "./red-key.ts";

/**
 * The red checks with those of earlier runs: a test that stands as it stood when it proved a requirement that did not
 * change shows the same behaviour now, though it was there before this run, so that nothing turns the test red any more.
 */
export async function addEarlierProofs(
  { provenBefore = [], workspaces, final }: Pick<EvidenceRequest, "provenBefore" | "workspaces" | "final">,
  red: ReadonlyMap<string, readonly RedCheck[]>,
): Promise<ReadonlyMap<string, readonly RedCheck[]>> {
  const all = new Map(red);
  for (const { criterion, test, runId, testSource } of provenBefore) {
    const text = decodeText(await workspaces.readFile(final.id, test.file));
    const source = text === null ? null : findTestSource(test, text);
    // Where several tests were bound, their sources stand one after another.
    if (source === null || !testSource.includes(source)) continue;
    const key = redKey(requirementOf(criterion), test);
    const checks = all.get(key) ?? [];
    if (checks.some(({ method }) => method === "earlier")) continue;
    all.set(key, [...checks, { method: "earlier", outcome: "red-assertion", detail: `In run ${runId}.` }]);
  }
  return all;
}
