import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { KimiError, parseTrace, type Trace } from "@kimi/contracts";
import { readExport } from "@kimi/packaging";

/**
 * The trace in a file: a `trace.json`, the zip of an exported run, or the deliverables folder of a run. It needs no
 * store, so the run may be of another machine.
 * @throws KimiError `input` when there is none, or it is damaged or of a newer version.
 */
export async function readTraceFile(path: string): Promise<Trace> {
  const content = await readContent(path);
  if (!isZip(content.bytes)) return parseTrace(Buffer.from(content.bytes).toString("utf8"), content.path);
  const trace = await readExport(path, "trace.json");
  if (trace !== null) return parseTrace(Buffer.from(trace).toString("utf8"), `The trace.json in ${path}`);
  throw new KimiError("input", `The run in ${path} ended before a verdict, so it has no trace.`);
}

async function readContent(path: string): Promise<{ readonly path: string; readonly bytes: Uint8Array }> {
  try {
    const file = (await stat(path)).isDirectory() ? join(path, "trace.json") : path;
    return { path: file, bytes: await readFile(file) };
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new KimiError(
      "input",
      isMissing ? `There is no trace at ${path}.` : `${path} cannot be read: ${found}.`,
      {
        cause,
      },
    );
  }
}

/** By its first bytes: a local header, or the end of an empty archive. */
function isZip(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 4)).toString("latin1");
  return start === "PK\u0003\u0004" || start === "PK\u0005\u0006";
}
