import { defineConfig } from "tsup";
// @boundaries-ignore what all packages are built with
import { sharedConfig } from "../../tsup.config.ts";
import { oneCore } from "./bundle/one-core.ts";

export default defineConfig({
  ...sharedConfig,
  entry: {
    index: "src/index.ts",
    "testing/index": "src/testing/index.ts",
    // Started as a thread, from a file of its own.
    "second-thread/perform-tasks": "src/second-thread/perform-tasks.ts",
  },
  esbuildPlugins: [oneCore("src/index.ts")],
  esbuildOptions(options) {
    sharedConfig.esbuildOptions(options);
    // What the plugin adds is dropped again once it has told which file needs which.
    options.logOverride = { "ignored-bare-import": "silent" };
  },
});
