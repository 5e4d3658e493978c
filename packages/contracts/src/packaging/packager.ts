import type { DocumentationOutput } from "../personas/documentation-output.ts";
import type { InstalledPackage } from "../guardrails/licence-checker.ts";
import type { RunRecord } from "../runs/run-record.ts";
import type { RunStore } from "../runs/run-store.ts";
import type { DeliverableSink, Workspaces } from "../workspace/workspaces.ts";
import type { Redactor } from "../guardrails/redactor.ts";

export interface ExportRequest {
  readonly runId: string;
  readonly store: Pick<
    RunStore,
    "readRun" | "exportRun" | "listArtifacts" | "readArtifact" | "readEvents" | "readAttempts"
  >;
  readonly workspaces: Pick<Workspaces, "openWorkingTree">;
  /** Every entry is searched for secrets before the zip is written. */
  readonly redactor: Redactor;
  /** Where the zip goes, absolute. */
  readonly outputPath: string;
}

export interface ExportReport {
  readonly outputPath: string;
  readonly bytes: number;
  /** Hex SHA-256 of the zip: the same run gives the same bytes. */
  readonly hash: string;
  readonly entries: number;
  /** Paths left out because they hold or look like secrets. */
  readonly leftOut: readonly string[];
}

/** Turns what the store holds into files. */
export interface Packager {
  /** Writes every deliverable that exists so far; called at stage ends and at the end. */
  writeDeliverables(runId: string, store: ExportRequest["store"], sink: DeliverableSink): Promise<void>;
  /** Helper manifest: how to install, build, test and run. JSON text. */
  renderManifest(run: RunRecord, commands: DocumentationOutput["commands"]): string;
  /** CycloneDX 1.6, JSON text; the same packages give the same bytes. */
  renderSbom(run: RunRecord, packages: readonly InstalledPackage[]): string;
  /** @throws KimiError `usage` when the run does not exist or has no final snapshot. */
  exportRun(request: ExportRequest): Promise<ExportReport>;
}
