import type { EvidenceReport, Finding } from "@kimi/contracts";

/** The report with more findings; a blocking one turns its status to `failed`. */
export function withFindings(report: EvidenceReport, findings: readonly Finding[]): EvidenceReport {
  const blocked = findings.some((finding) => finding.blocking);
  return {
    ...report,
    status: blocked ? "failed" : report.status,
    findings: [...report.findings, ...findings],
  };
}
