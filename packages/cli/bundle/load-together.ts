import { readFileSync } from "node:fs";
import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/** Modules whose parts a library loads late, and the program at once. */
const impatient = /\/sandbox\/src\/(?:sandbox-manager|scan\/record-tree|tree\/open-private-tree)\.ts$/;
const lateImport = /(?<!typeof )\bimport\(("\.[^"]+")\)/g;

/**
 * A tsup plugin that makes early imports of late ones in the main flow of the sandbox. Nearly every command needs most
 * of it: forty files, which take longer to find than to evaluate, become a part of one.
 */
export function loadTogether(): Plugin {
  return {
    name: "load-together",
    setup(build) {
      build.onLoad({ filter: impatient }, ({ path }) => ({
        contents: importEarly(readFileSync(path, "utf8")),
        loader: "ts",
      }));
    },
  };
}

function importEarly(source: string): string {
  const imports: string[] = [];
  const text = source.replaceAll(lateImport, (_, from: string) => {
    const name = `early${imports.length}`;
    imports.push(`import * as ${name} from ${from};`);
    return `Promise.resolve(${name})`;
  });
  return [...imports, text].join("\n");
}
