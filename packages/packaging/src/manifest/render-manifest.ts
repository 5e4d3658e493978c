import type { DocumentationOutput, RunRecord } from "@kimi/contracts";

/** The helper manifest: how to install, build, test and run what the run made. JSON text, `null` where there is no command. */
export function renderManifest(run: RunRecord, commands: DocumentationOutput["commands"]): string {
  const { install, build, test, run: start } = commands;
  const manifest = {
    format: "kimi-manifest",
    version: 1,
    runId: run.id,
    program: run.program,
    model: run.model,
    startedAt: run.startedAt,
    /** Relative to the project's root. */
    workingDirectory: ".",
    commands: { install, build, test, run: start },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
