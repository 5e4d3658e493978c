import { KimiError, type RunStore, type StoredEvent } from "@kimi/contracts";

/**
 * A command that was on its way when the run stopped runs again, on restored files. One that had network, or ran
 * unconfined, may have done something elsewhere that must not happen twice: that is the user's to decide.
 * @throws KimiError `usage` that names the command and the option.
 */
export async function assertMayRerun(
  store: Pick<RunStore, "listArtifacts">,
  runId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const ended = new Set((await store.listArtifacts(runId)).map(({ name }) => name));
  const last = events.findLast(({ event }) => event.type === "command-started")?.event;
  if (last?.type !== "command-started" || ended.has(last.record)) return;
  if (last.network === "none" && last.tier !== "none") return;
  const why = last.tier === "none" ? "ran unconfined" : "had network";
  throw new KimiError(
    "usage",
    `Resuming runs this command again, which was on its way and ${why}: ${last.command}. If that does no harm, add --rerun-commands.`,
  );
}
