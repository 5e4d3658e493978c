import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
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
      const late = new Set<string>();
      build.onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
        const file = join(resolveDir, path);
        if (kind === "dynamic-import" || (kind === "entry-point" && file !== resolve(main))) late.add(file);
        return null;
      });
      build.onResolve({ filter: /^core:$/ }, () => ({ path: resolve(main), sideEffects: true }));
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) =>
        late.has(path)
          ? { contents: `${await readFile(path, "utf8")}\nimport "${core}";`, loader: "ts" }
          : null,
      );
    },
  };
}
