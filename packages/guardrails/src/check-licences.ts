import type { InstalledPackage, LicenceChecker, WorkspaceFiles } from "@kimi/contracts";
import { findDependencyFolders } from "./licences/find-dependency-folders.ts";
import { judgeLicence } from "./licences/judge-licence.ts";
import { listNpmPackages } from "./licences/list-npm-packages.ts";
import { listPythonPackages } from "./licences/list-python-packages.ts";

/** Judges the packages in a tree's `node_modules` folders and Python virtual environments by what they declare. */
export function createLicenceChecker(): LicenceChecker {
  return {
    async listInstalled(files) {
      const found: InstalledPackage[] = [];
      for await (const installed of listPackages(files)) found.push(installed);
      return sortedOnce(found);
    },
    check: (added, allowed) =>
      added.map((installed) => ({ package: installed, ...judgeLicence(installed.licence, allowed) })),
  };
}

async function* listPackages(files: WorkspaceFiles): AsyncGenerator<InstalledPackage> {
  const { nodeModules, sitePackages } = await findDependencyFolders(files);
  for (const folder of nodeModules) yield* listNpmPackages(files, folder);
  for (const folder of sitePackages) yield* listPythonPackages(files, folder);
}

/** A package installed in several places is one package; one in two versions is two. */
function sortedOnce(packages: readonly InstalledPackage[]): readonly InstalledPackage[] {
  const byKey = new Map(
    packages.map((each) => [[each.ecosystem, each.name, each.version, each.licence].join("\0"), each]),
  );
  return [...byKey.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}
