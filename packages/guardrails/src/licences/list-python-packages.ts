import type { InstalledPackage, WorkspaceFiles } from "@kimi/contracts";
import { parseMetadata } from "./parse-metadata.ts";
import { readPythonLicence } from "./read-python-licence.ts";

/** The distributions in a `site-packages` folder. */
export async function* listPythonPackages(
  files: WorkspaceFiles,
  folder: string,
): AsyncGenerator<InstalledPackage> {
  for (const { path, type } of await files.list(folder)) {
    const kind = /\.(?<kind>dist|egg)-info$/.exec(path)?.groups?.["kind"];
    if (type !== "directory" || kind === undefined) continue;
    const content = await files.read(`${path}/${kind === "dist" ? "METADATA" : "PKG-INFO"}`);
    yield readDistribution(content, path.slice(folder.length + 1).replace(/\.(?:dist|egg)-info$/, ""));
  }
}

/** The folder is called `<name>-<version>`. */
function readDistribution(content: Uint8Array | null, folderName: string): InstalledPackage {
  const fields = parseMetadata(new TextDecoder().decode(content ?? new Uint8Array()));
  const [name = folderName, version = "unknown"] = folderName.split("-");
  return {
    ecosystem: "pypi",
    name: fields.get("name")?.[0] ?? name,
    version: fields.get("version")?.[0] ?? version,
    licence: readPythonLicence(fields),
  };
}
