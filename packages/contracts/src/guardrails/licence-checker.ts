import type { WorkspaceFiles } from "../workspace/workspace-files.ts";

/** A third-party package that is installed in a tree. */
export interface InstalledPackage {
  readonly ecosystem: "npm" | "pypi";
  readonly name: string;
  readonly version: string;
  /** SPDX expression as the package declares it; `null` when it declares none. */
  readonly licence: string | null;
}

/** What the policy says of one package. */
export interface LicenceFinding {
  readonly package: InstalledPackage;
  readonly allowed: boolean;
  readonly reason: string;
}

/** Judges the dependencies that a run adds. */
export interface LicenceChecker {
  /** The packages installed below the tree's dependency folders, sorted by ecosystem and name. */
  listInstalled(files: WorkspaceFiles): Promise<readonly InstalledPackage[]>;
  /** Every package of `added` judged against the allowed SPDX ids. */
  check(added: readonly InstalledPackage[], allowed: readonly string[]): readonly LicenceFinding[];
}
