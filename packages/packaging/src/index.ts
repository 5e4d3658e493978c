/** Deliverables, the exported run archive, its SBOM and attestation. */
export {};
