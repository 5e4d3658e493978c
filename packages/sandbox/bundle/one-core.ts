import { globSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

const core = "core:";

/**
 * A tsup plugin that puts all that the file `main` of a package needs at once into one file. Left to itself, esbuild makes
 * one of each group of modules that the same files loaded later share, some twenty, and to load each takes as long as to
 * load all in one. Here every other file that is loaded as such needs the main one, which is there by then.
 */
export function oneCore(main: string): Plugin {
  return {
    name: "one-core",
    setup(build) {
      // Known beforehand, since one that others import as well may come up there first.
      const late = new Set(listLate(dirname(resolve(main))));
      build.onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
        const file = join(resolveDir, path);
        if (kind === "entry-point" && file !== resolve(main)) late.add(file);
        return null;
      });
      build.onResolve({ filter: /^core:$/ }, () => ({ path: resolve(main), sideEffects: true }));
      build.onLoad({ filter: /\.ts$/ }, ({ path }) =>
        late.has(path)
          ? { contents: `${readFileSync(path, "utf8")}\nimport "${core}";`, loader: "ts" }
          : null,
      );
    },
  };
}

/** The files that sources below a folder load with `import()`. */
function listLate(folder: string): readonly string[] {
  return globSync("**/*.ts", { cwd: folder }).flatMap((name) => {
    const file = join(folder, name);
    const found = readFileSync(file, "utf8").matchAll(/\bimport\("(\.[^"]+)"\)/g);
    return Array.from(found, ([, path = ""]) => join(dirname(file), path));
  });
}
