// Deliverables, the exported run archive and its SBOM.
export { createPackager } from "./package-run.ts";
export { readExport } from "./archive/read-export.ts";
