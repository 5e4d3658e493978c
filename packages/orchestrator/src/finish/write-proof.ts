import { putArtifact, putJson } from "../record/put-artifact.ts";
import { redactDeeply } from "../record/redact-deeply.ts";
import { renderRedactedPatch } from "../record/render-redacted-patch.ts";
import { lookForLeftovers } from "../requirements/look-for-leftovers.ts";
import type { RunSession } from "../run-session.ts";
import { decodeText } from "../workspace/decode-text.ts";

/** The deliverables that rest on the verdict: patch, trace, manifest, bill of materials. Nothing without a verdict. */
export async function writeProof(session: RunSession): Promise<void> {
  const { report, candidate, ports, runId } = session;
  if (report === null || candidate === null) return;
  const { redactor, workspaces, evidence, packager, store, licences } = ports;
  const patch = await renderRedactedPatch(candidate.changeSet, ports);
  await putArtifact(session, { name: "changes.patch", mediaType: "text/x-diff", content: patch });
  const built = await evidence.buildTrace({
    runId,
    documents: session.accepted.documents,
    requirements: session.requirements,
    report,
    documentation: session.documentation,
    writes: session.writes,
    changes:
      session.requirementChanges &&
      (await lookForLeftovers(session, session.requirementChanges, candidate.snapshot)),
    changedPaths: candidate.changeSet.changes
      .filter((one) => one.after?.type !== "directory")
      .map((one) => one.path),
    async readFinalText(path) {
      const content = await workspaces.readFile(candidate.snapshot.id, path);
      const text = content === null ? null : decodeText(content);
      return text === null ? null : redactor.redact(text, path).text;
    },
  });
  // Paths may hold secrets too.
  const trace = redactDeeply(built, redactor);
  await putJson(session, "trace.json", trace);
  await putArtifact(session, {
    name: "trace.md",
    mediaType: "text/markdown",
    content: evidence.renderTrace(trace),
  });
  const run = await store.readRun(runId);
  if (run === null) return;
  const commands = session.documentation?.commands ?? { install: null, build: null, test: null, run: null };
  await putArtifact(session, {
    name: "manifest.json",
    mediaType: "application/json",
    content: packager.renderManifest(run, commands),
  });
  const packages = await licences.listInstalled(session.ground.tree.files);
  await putArtifact(session, {
    name: "sbom.cdx.json",
    mediaType: "application/vnd.cyclonedx+json",
    content: packager.renderSbom(run, packages),
  });
}
