import type { RunEvent } from "@kimi/contracts";
import { countNoun } from "../layout/count-noun.ts";
import { describeRequirements } from "../summary/describe-requirements.ts";

/** A stage's name, or what the orchestrator itself does, and one line about it. */
export interface EventLine {
  readonly subject: string;
  readonly text: string;
}

/** What a person wants to read of an event; `null` for events of interest only to the record. */
export function describeEvent(event: RunEvent): EventLine | null {
  switch (event.type) {
    case "run-started":
      return line(
        "run",
        `${event.runId} on ${event.targetPath}\nmodel ${event.model} at ${event.endpoint}\nsandbox ${event.sandboxTier}`,
      );
    case "run-resumed":
      return line(
        "run",
        `taken up again, was ${event.previousStatus}; next: ${event.stage ?? "verdict and apply"}${describePlace(event)}`,
      );
    case "run-forked":
      return line(
        "run",
        `${event.runId}, forked from ${event.fromRunId} at ${event.point}${describePlace(event)}`,
      );
    case "documents-ingested":
      return line(
        "documents",
        event.documents
          .map(
            (one) =>
              `${one.path} (${countNoun(one.sections, "section")}${one.redactions > 0 ? `, ${countNoun(one.redactions, "secret")} replaced` : ""})`,
          )
          .join("\n"),
      );
    case "snapshot-taken":
      return event.purpose === "baseline"
        ? line(
            "snapshot",
            `${countNoun(event.snapshot.fileCount, "file")}, ${Math.ceil(event.snapshot.totalBytes / 1024)} KiB`,
          )
        : null;
    case "attempt-started":
      return line(event.stage, event.attempt === 1 ? "started" : `attempt ${event.attempt}`);
    case "attempt-finished":
      return line(
        event.stage,
        event.outcome === "submitted" ? "done" : `gave no usable result: ${event.reason ?? ""}`,
      );
    case "model-retried":
      return line(
        event.position.stage,
        `${event.reason}; trying again in ${(event.delayMs / 1000).toFixed(1)} s`,
      );
    case "model-failed":
      return event.code === "cancelled"
        ? null
        : line(event.position.stage, `request failed: ${event.message}`);
    case "output-repaired":
      return line(event.stage, `asked to mend its result: ${event.problems.join(" ")}`);
    case "file-written":
      return line(
        event.stage,
        `${event.change} ${event.path}${event.requirements.length > 0 ? ` for ${event.requirements.join(", ")}` : ""}`,
      );
    case "command-finished":
      return event.purpose === "test"
        ? null
        : line(
            event.purpose === "tool" ? "command" : "install",
            `${shorten(event.command)} → ${event.timedOut ? "timed out" : (event.exitCode ?? "killed")}`,
          );
    default:
      return describeOutcome(event);
  }
}

function describeOutcome(event: RunEvent): EventLine | null {
  switch (event.type) {
    case "requirements-accepted":
      return line("requirements", describeRequirements(event).join("\n"));
    case "install-needed":
      return line(
        "install",
        `${event.packages.join(", ")} ${event.allowed ? "will be installed" : "is not installed: --allow-install would"}`,
      );
    case "tests-finished":
      return line(
        "tests",
        [
          `${describeTree(event.tree)}, ${event.runner}: ${describeCounts(event)}`,
          // Without the change much cannot even load, which is as it should be.
          ...(event.tree === "final" ? event.problems.map(firstLine) : []),
        ].join("\n"),
      );
    case "verdict-computed":
      return line(
        "verdict",
        [
          `${event.status}, ${event.proven} of ${countNoun(event.criteria, "criterion", "criteria")} proven`,
          ...event.reasons,
        ].join("\n"),
      );
    case "fix-forward":
      return line("fix forward", `back to ${event.route}: ${event.summary}`);
    case "upload-created":
      return line("upload", `${countNoun(event.files, "file")} for file search, ${event.bytes} bytes`);
    case "upload-deleted":
      return line("upload", "deleted");
    case "tree-applied":
      return line(
        "apply",
        `${countNoun(event.changeSet.changes.length, "path")} written${event.left === undefined ? "" : `; left as they are in the project: ${event.left.join(", ")}`}`,
      );
    case "tree-restored":
      return line(
        "restore",
        event.verified
          ? "the project is as it was, verified"
          : `DIFFERENT after restoring: ${event.differences.map((one) => one.path).join(", ")}`,
      );
    case "conflict-found":
      return line(
        "apply",
        `refused: ${event.conflicts.map((one) => `${one.path} (${one.reason}${one.keptAt === null ? "" : `; what would have been written is at ${one.keptAt}`})`).join(", ")}`,
      );
    case "note":
      return line("note", event.message);
    case "run-ended":
      return line("end", `${event.status}: ${event.reason}`);
    default:
      return null;
  }
}

/** Where it goes on, on a line of its own; logs of older versions do not say. */
function describePlace({ endpoint }: { readonly endpoint?: string }): string {
  return endpoint === undefined ? "" : `\nmodel at ${endpoint}`;
}

function line(subject: string, text: string): EventLine {
  return { subject, text };
}

function describeCounts({ passed, failed, skipped }: Extract<RunEvent, { type: "tests-finished" }>): string {
  if (passed + failed + skipped === 0) return "no test ran";
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function describeTree(tree: "final" | "baseline" | "hollow"): string {
  return { final: "with the change", baseline: "without the change", hollow: "with the change hollowed out" }[
    tree
  ];
}

function firstLine(text: string): string {
  return text.split("\n", 1).join("");
}

function shorten(command: string): string {
  const flat = command.replace(/\s+/g, " ").trim();
  return flat.length > 100 ? `${flat.slice(0, 99)}…` : flat;
}
