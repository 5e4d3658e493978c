import type { RunEvent } from "@kimi/contracts";

/** What goes on beside the personas, after one more event; empty while one of them works. */
export function nextPhase(phase: string, event: RunEvent): string {
  switch (event.type) {
    case "run-started":
      return "reading the documents";
    case "documents-ingested":
      return "taking a snapshot";
    case "attempt-finished":
      return event.outcome === "submitted" ? "checking the result" : "";
    case "install-needed":
      return event.allowed ? "installing" : phase;
    case "command-finished":
      return event.purpose === "test" ? "running tests" : phase;
    case "attempt-started":
    case "verdict-computed":
    case "tree-applied":
    case "run-ended":
      return "";
    default:
      return phase;
  }
}
