/** The command that brings a run in once the user has settled what stands in its way; `attempt` where one was named. */
export function settlingCommand(runId: string, paths: readonly string[], attempt?: number): string {
  const which = attempt === undefined ? [] : ["--attempt", String(attempt)];
  const kept = paths.flatMap((path) => ["--keep", quote(path)]);
  return ["kimi-agent apply", runId, ...which, ...kept].join(" ");
}

/** As a shell takes it for one word. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
