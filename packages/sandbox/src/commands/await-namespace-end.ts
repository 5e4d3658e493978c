import { readFileSync } from "node:fs";
import { setImmediate, setTimeout } from "node:timers/promises";
import { z } from "zod";

const infoSchema = z.object({ "child-pid": z.int().min(1) });
/** It mostly ends within so many turns of the event loop, each far shorter than any timer. */
const turns = 20;
const everyMs = 1;
const atMostMs = 5_000;

/**
 * Waits until the first process of a namespace is no more, and with it everything that ran there: the launcher itself
 * ends a moment earlier. `info` is what bubblewrap wrote to its information pipe.
 */
export async function awaitNamespaceEnd(info: string): Promise<void> {
  const parsed = infoSchema.safeParse(parse(info));
  // Nothing was written where the namespace was never made.
  if (!parsed.success) return;
  const startedMs = performance.now();
  for (let turn = 0; isRunning(parsed.data["child-pid"]); turn += 1) {
    if (performance.now() - startedMs > atMostMs) return;
    await (turn < turns ? setImmediate() : setTimeout(everyMs));
  }
}

/** A zombie has waited for all the others. */
function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.charAt(stat.lastIndexOf(")") + 2) !== "Z";
  } catch {
    return false;
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
