import { defineConfig } from "tsup";

/** The tsup settings every package shares; `entry` lists the files that its `exports` and `bin` name. */
export function definePackage(entry: string[]) {
  return defineConfig({
    entry,
    format: "esm",
    target: "node24",
    platform: "node",
    clean: true,
    sourcemap: true,
    // tsup's own declaration build crashes under TypeScript 7; `tsc -b` emits them.
    dts: false,
    // Without this, "node:test" and "node:sqlite" lose the prefix they need.
    removeNodeProtocol: false,
  });
}
