/** A package manager's own command for a manifest, and the folder it fills. */
export interface InstallCommand {
  readonly argv: readonly [string, ...string[]];
  readonly workingDirectory: string;
  /** Relative to the project root. */
  readonly folder: string;
}

/** The command for a manifest, chosen by the lock files beside it. Install scripts of packages do not run. */
export function installCommand(manifest: string, siblings: ReadonlySet<string>): InstallCommand {
  const slash = manifest.lastIndexOf("/");
  const workingDirectory = slash < 0 ? "" : manifest.slice(0, slash);
  const below = (folder: string): string =>
    workingDirectory === "" ? folder : `${workingDirectory}/${folder}`;
  if (manifest.endsWith("package.json")) {
    const argv: InstallCommand["argv"] = siblings.has("pnpm-lock.yaml")
      ? ["pnpm", "install", "--ignore-scripts", "--no-frozen-lockfile"]
      : siblings.has("yarn.lock")
        ? ["yarn", "install", "--ignore-scripts"]
        : ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"];
    return { argv, workingDirectory, folder: below("node_modules") };
  }
  const file = manifest.slice(slash + 1);
  const what = file === "pyproject.toml" ? "." : `-r ${file}`;
  const script = `test -d .venv || python3 -m venv .venv; .venv/bin/python -m pip install --disable-pip-version-check ${what}`;
  return { argv: ["/bin/sh", "-c", script], workingDirectory, folder: below(".venv") };
}
