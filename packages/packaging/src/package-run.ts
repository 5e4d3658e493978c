import type { Packager } from "@kimi/contracts";
import { exportRun } from "./archive/export-run.ts";
import { DeliverablesWriter } from "./deliverables/deliverables-writer.ts";
import { renderManifest } from "./manifest/render-manifest.ts";
import { renderSbom } from "./sbom/render-sbom.ts";

/** The {@link Packager}: deliverables into the target's `.kimi_agent`, and the run as one archive. */
export function createPackager(): Packager {
  const deliverables = new DeliverablesWriter();
  return {
    writeDeliverables: (runId, store, sink) => deliverables.write(runId, store, sink),
    renderManifest,
    renderSbom,
    exportRun,
  };
}
