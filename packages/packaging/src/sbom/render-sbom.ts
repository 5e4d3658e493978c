import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { InstalledPackage, RunRecord } from "@kimi/contracts";
import { packageUrl } from "./package-url.ts";
import { sbomLicences } from "./sbom-licences.ts";

/**
 * The bill of materials of a run (CycloneDX 1.6, JSON text): the project and the packages it rests on.
 * The same run and packages, in whatever order, give the same bytes.
 */
export function renderSbom(run: RunRecord, packages: readonly InstalledPackage[]): string {
  // The same version installed in two places is one component.
  const byUrl = new Map(packages.map((installed) => [packageUrl(installed), installed]));
  const urls = [...byUrl.keys()].toSorted();
  const bom = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${serialOf(run.id)}`,
    version: 1,
    metadata: {
      timestamp: run.startedAt,
      tools: { components: [toolOf(run.program)] },
      component: { type: "application", "bom-ref": "project", name: basename(run.targetPath) },
    },
    components: urls.flatMap((url) => componentOf(url, byUrl.get(url))),
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

function componentOf(url: string, installed: InstalledPackage | undefined): readonly object[] {
  if (installed === undefined) return [];
  const licenses = sbomLicences(installed.licence);
  const [first = "", ...rest] = installed.name.split("/");
  const scoped = rest.length > 0;
  return [
    {
      type: "library",
      "bom-ref": url,
      ...(scoped ? { group: first } : {}),
      name: scoped ? rest.join("/") : first,
      version: installed.version,
      ...(licenses.length > 0 ? { licenses } : {}),
      purl: url,
    },
  ];
}

/** `kimi-agent 0.1.0` in parts. */
function toolOf(program: string): object {
  const space = program.lastIndexOf(" ");
  if (space <= 0) return { type: "application", name: program || "kimi-agent" };
  return { type: "application", name: program.slice(0, space), version: program.slice(space + 1) };
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The run's id, which is a UUID; any other id gives one of its own, marked as custom (RFC 9562, version 8). */
function serialOf(runId: string): string {
  if (uuidPattern.test(runId)) return runId;
  const bytes = createHash("sha256").update(runId).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
