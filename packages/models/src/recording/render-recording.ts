import type { Recording } from "@kimi/contracts";

/** A recording as JSON Lines; `parseRecording` is the inverse. */
export function renderRecording({ header, calls }: Recording): string {
  return [header, ...calls].map((line) => `${JSON.stringify(line)}\n`).join("");
}
