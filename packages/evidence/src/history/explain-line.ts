import { KimiError, type LineExplanation, type LineRequest } from "@kimi/contracts";
import { describeOrigin } from "./describe-origin.ts";
import { listAskers } from "./list-askers.ts";
import { openHistory } from "./open-history.ts";
import { traceBack } from "./trace-back.ts";

/**
 * Who asked for a line of a project as it stands: the run that wrote it, the requirement it was written for with the
 * words of the documents, the tests that prove it, the paragraph that documents it.
 * @throws KimiError `input` when there is no such file or line, or the file holds no text.
 */
export async function explainLine(request: LineRequest): Promise<LineExplanation> {
  const { path, line } = request;
  const history = await openHistory(request);
  const lines = await requireLine(request, await history.readPresentLines(path));
  const [origin] = (await traceBack(history, path, lines)).slice(line - 1);
  if (origin === undefined) throw new Error(`Line ${line} of ${path} was lost on the way.`);
  const { provenance, run, between } = origin;
  return {
    version: 1,
    path,
    line,
    text: lines[line - 1] ?? "",
    origin: origin.kind,
    summary: describeOrigin(`${path}:${line}`, origin, history.runs.length),
    runId: (run ?? between?.after)?.runId ?? null,
    writer:
      provenance === null
        ? null
        : { stage: provenance.stage, attempt: provenance.attempt, toolCallId: provenance.toolCallId },
    requirements:
      provenance === null || run === null ? [] : await listAskers(history, run, provenance.requirements),
    trail: origin.trail,
  };
}

async function requireLine(
  request: LineRequest,
  lines: readonly string[] | null,
): Promise<readonly string[]> {
  const { path, line, targetPath } = request;
  if (lines === null) {
    const found = (await request.readPresent(path)) === null ? "There is no file" : "There is no text in";
    throw new KimiError("input", `${found} ${path} in ${targetPath}: expected a text file of the project.`);
  }
  if (Number.isInteger(line) && line >= 1 && line <= lines.length) return lines;
  throw new KimiError(
    "input",
    `${path} has no line ${line}: expected a line from 1 to ${lines.length}${lines.length === 0 ? " (it is empty)" : ""}.`,
  );
}
