import { defineConfig, type Options } from "tsup";

/** What every package is built with; each names its entries in its own `build` script. */
export const sharedConfig = {
  format: "esm",
  target: "node24",
  platform: "node",
  clean: true,
  sourcemap: true,
  // tsup's own declaration build crashes under TypeScript 7; `tsc -b` emits them.
  dts: false,
  // Without this, "node:test" and "node:sqlite" lose the prefix they need.
  removeNodeProtocol: false,
  esbuildOptions(options: Parameters<NonNullable<Options["esbuildOptions"]>>[0]) {
    // Node 24 has `using`. What esbuild makes of it throws, within a loop, the error of an earlier round once more.
    options.supported = { ...options.supported, using: true };
  },
} satisfies Options;

export default defineConfig(sharedConfig);
