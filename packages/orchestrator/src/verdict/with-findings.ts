import type { EvidenceReport, Finding } from "@kimi/contracts";

/**
 * The report with more findings; a blocking one turns its status to `failed`, and so does a verdict that shows nothing:
 * "every `must` is proven" also holds of requirements of which none is a `must`.
 */
export function withFindings(report: EvidenceReport, findings: readonly Finding[]): EvidenceReport {
  const blocked = findings.some((finding) => finding.blocking);
  const holdsSomething = report.criteria.some(({ status }) => status === "proven" || status === "accepted");
  return {
    ...report,
    status: blocked || !holdsSomething ? "failed" : report.status,
    findings: [...report.findings, ...findings],
  };
}
