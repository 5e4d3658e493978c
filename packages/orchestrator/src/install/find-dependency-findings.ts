import type { Finding, InstalledPackage } from "@kimi/contracts";
import type { RunSession } from "../run-session.ts";
import { findAddedDependencies } from "./install-dependencies.ts";

/** What is to be said of the dependencies a run adds: not installed, or under a licence that is not allowed. */
export async function findDependencyFindings(
  session: RunSession,
  installedAtBaseline: readonly InstalledPackage[],
): Promise<readonly Finding[]> {
  const { licences } = session.ports;
  const installed = await licences.listInstalled(session.ground.tree.files);
  const before = new Set(installedAtBaseline.map(keyOf));
  const judged = licences.check(
    installed.filter((one) => !before.has(keyOf(one))),
    session.config.licences,
  );
  const refused = judged
    .filter((one) => !one.allowed)
    .map((one): Finding => ({
      kind: "licence",
      blocking: true,
      path: null,
      message: `${one.package.name} ${one.package.version}: ${one.reason}`,
    }));
  if (session.config.allowInstall) return refused;
  const missing = (await findAddedDependencies(session)).map((one): Finding => ({
    kind: "missing-dependency",
    blocking: false,
    path: one.manifest,
    message: `${one.packages.join(", ")} not installed by this run; --allow-install would have installed it`,
  }));
  return [...refused, ...missing];
}

function keyOf(one: InstalledPackage): string {
  return `${one.ecosystem}:${one.name}@${one.version}`;
}
