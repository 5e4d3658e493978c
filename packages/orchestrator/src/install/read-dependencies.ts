import { z } from "zod";

const dependencyMapSchema = z.record(z.string(), z.string()).default({});
const packageManifestSchema = z.object({
  dependencies: dependencyMapSchema,
  devDependencies: dependencyMapSchema,
  optionalDependencies: dependencyMapSchema,
});

/** Files that name dependencies, by name. */
export const manifestNames = new Set([
  "package.json",
  "requirements.txt",
  "requirements-dev.txt",
  "pyproject.toml",
]);

/**
 * The dependencies a manifest names, as `name@range`. A manifest that cannot be read names none:
 * the package manager and the tests will say so in their own words.
 */
export function readDependencies(name: string, text: string): ReadonlySet<string> {
  if (name === "package.json") return readPackageManifest(text);
  const requirement =
    /^\s*["']?([A-Za-z0-9][\w.-]*(?:\[[\w,\s-]+\])?\s*(?:[<>=!~]=?[^"'#;,]*)?)["']?\s*,?\s*(?:[#;].*)?$/;
  const lines = name === "pyproject.toml" ? projectDependencies(text) : text.split(/\r?\n/);
  return new Set(
    lines.flatMap((line) => {
      const found = requirement.exec(line)?.[1];
      return found === undefined ? [] : [found.trim()];
    }),
  );
}

function readPackageManifest(text: string): ReadonlySet<string> {
  try {
    const manifest = packageManifestSchema.parse(JSON.parse(text));
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    return new Set(Object.entries(all).map(([name, range]) => `${name}@${range}`));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return new Set();
    throw error;
  }
}

/** The entries of PEP 621's `dependencies = [...]`. */
function projectDependencies(text: string): readonly string[] {
  const list = /^dependencies\s*=\s*\[((?:[^\]"']|"[^"]*"|'[^']*')*)\]/m.exec(text)?.[1] ?? "";
  return [...list.matchAll(/["']([^"']+)["']/g)].flatMap((entry) => entry[1] ?? []);
}
