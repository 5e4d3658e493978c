import { maskVolatile } from "./mask-volatile.ts";
import type { MemorySink } from "./memory-sink.ts";
import type { ReplayReport } from "./replay-report.ts";

/** They say when and how the run was recorded; what happened in it is compared step by step. */
const aboutTheRecord: ReadonlySet<string> = new Set(["run.json", "events.jsonl"]);

/**
 * Deliverables that are not the same, byte for byte, sorted, those apart of which only times and paths are others;
 * without those that only one has where `common` is set.
 */
export function compareDeliverables(
  recorded: MemorySink,
  replayed: MemorySink,
  { common }: { readonly common: boolean },
): ReplayReport["deliverables"] {
  const paths = [...new Set([...recorded.files.keys(), ...replayed.files.keys()])]
    .filter((path) => !aboutTheRecord.has(path))
    .filter((path) => !common || (recorded.files.has(path) && replayed.files.has(path)))
    .toSorted();
  const differing = paths.filter((path) => {
    const [then, now] = [recorded.files.get(path), replayed.files.get(path)];
    return then === undefined || now === undefined || !then.equals(now);
  });
  const timesOnly = differing.filter((path) => maskedText(recorded, path) === maskedText(replayed, path));
  return {
    compared: paths.length,
    differing: differing.filter((path) => !timesOnly.includes(path)),
    timesOnly,
  };
}

/** `null` for a deliverable that is not there. */
function maskedText({ files }: MemorySink, path: string): string | null {
  const content = files.get(path);
  return content === undefined ? null : maskVolatile(content.toString("utf8"));
}
