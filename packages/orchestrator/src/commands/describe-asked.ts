import { createHash } from "node:crypto";
import type { CommandRequest, Redactor } from "@kimi/contracts";
import { redactDeeply } from "../record/redact-deeply.ts";
import type { AskedCommand } from "./command-record.ts";

/** A request as it is recorded and recognised. Values of variables are the environment's own and may be secrets. */
export function describeAsked(request: CommandRequest, redactor: Pick<Redactor, "redact">): AskedCommand {
  const { supportFiles = {} } = request;
  const files = Object.entries(supportFiles).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    argv: redactDeeply([...request.argv], redactor),
    workingDirectory: request.workingDirectory ?? "",
    env: Object.keys(request.env ?? {}).toSorted(),
    network: request.network ?? "none",
    timeoutMs: request.timeoutMs ?? null,
    maxOutputBytes: request.maxOutputBytes ?? null,
    supportFiles:
      files.length === 0 ? null : createHash("sha256").update(JSON.stringify(files)).digest("hex"),
    reportFiles: [...(request.reportFiles ?? [])],
  };
}
