import type { EvidenceRequest } from "@kimi/contracts";
import { belongsToTests } from "../red/run-baseline.ts";
import { decodeText } from "../decode-text.ts";
import type { HollowBench, HollowSubject } from "./hollow-bench.ts";

/**
 * Runs once more, as it failed and with nothing taken away, what failed by assertion and might have failed by chance or by
 * the clock; what does not end the same way again shows nothing.
 */
export async function confirmRed(
  request: EvidenceRequest,
  bench: HollowBench,
  subjects: readonly HollowSubject[],
  changedPaths: readonly string[],
): Promise<void> {
  const red = subjects.filter((each) => bench.stateOf(each)?.outcome === "red-assertion");
  if (red.length === 0 || !(await areFickle(request, red, changedPaths))) return;
  for (const [mutations, ofRound] of Map.groupBy(red, (each) => bench.stateOf(each)?.mutations ?? [])) {
    const again = await bench.look(mutations, ofRound);
    for (const [subject, { outcome }] of again) {
      if (outcome !== "red-assertion")
        bench.retract(subject, "It did not fail like that when it was run again.");
    }
  }
  for (const [subject, { outcome }] of await bench.lookAsItIs(red)) {
    if (outcome !== "green") bench.retract(subject, "It fails later with nothing taken away, too.");
  }
}

/** Names by which a test comes to know the time, chance, or which process it is; or by which it hides that it does. */
const fickle =
  /\b(?:Date|performance|hrtime|Temporal|uptime|clock\w*|(?:date|[acm]|process_|thread_)?time(?:Ms|_?ns)?|monotonic\w*|perf_counter\w*|SystemTime|Instant|random\w*|rand|uuid\w*|[lf]?stat(?:Sync)?|p?pid|getpid|loadavg|eval|Function|globalThis|Reflect|getattr|__import__)\b/;

/** Whether a test, or anything of the tests that the run changed, names what differs from one execution to the next. */
async function areFickle(
  { workspaces, final, testing }: EvidenceRequest,
  subjects: readonly HollowSubject[],
  changedPaths: readonly string[],
): Promise<boolean> {
  const files = new Set([
    ...subjects.map(({ id }) => id.file),
    ...changedPaths.filter(belongsToTests(testing)),
  ]);
  for (const file of files) {
    if (fickle.test(decodeText(await workspaces.readFile(final.id, file)) ?? "")) return true;
  }
  return false;
}
