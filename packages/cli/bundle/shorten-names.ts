import { readFile } from "node:fs/promises";
import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

const others = /\/node_modules\/.*\.[cm]?js$/;

/**
 * A tsup plugin that shortens the names that only live within functions of other people's: the code cache holds every
 * one of them, and each start looks them up. What stack traces name stays: functions of modules, methods, all of ours.
 */
export function shortenNames(): Plugin {
  return {
    name: "shorten-names",
    setup(build) {
      build.onLoad({ filter: others }, async ({ path }) => {
        const source = await readFile(path, "utf8");
        const { code } = await build.esbuild.transform(source, {
          minifyIdentifiers: true,
          legalComments: "inline",
          loader: "js",
        });
        return { contents: code, loader: "js" };
      });
    },
  };
}
