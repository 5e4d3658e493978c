import { defineConfig } from "tsup";
// @boundaries-ignore what all packages are built with
import { sharedConfig } from "../../tsup.config.ts";
import { leaveOutUnused } from "./bundle/leave-out-unused.ts";
import { loadTogether } from "./bundle/load-together.ts";
import { shortenNames } from "./bundle/shorten-names.ts";
import { thirdPartyNotices } from "./bundle/third-party-notices.ts";

/** They hold binaries for a platform, and stay packages of their own. */
const native = ["better-sqlite3", "@vscode/ripgrep"];

/** One program without `node_modules` but for what is native: reading some thousand modules takes longer than running them. */
export default defineConfig({
  ...sharedConfig,
  entry: {
    index: "src/index.ts",
    main: "src/main.ts",
    // Started as a thread, from a file of its own.
    "second-thread/perform-tasks": "../sandbox/src/second-thread/perform-tasks.ts",
  },
  noExternal: [new RegExp(`^(?!node:|(?:${native.join("|")})$)`)],
  external: native,
  // Ten times the size of the program, and of no use to whoever runs it.
  sourcemap: false,
  // Those of bundled CommonJS modules that ask for built-in ones.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  esbuildPlugins: [leaveOutUnused(), loadTogether(), shortenNames(), thirdPartyNotices()],
  esbuildOptions(options) {
    sharedConfig.esbuildOptions(options);
    options.conditions = ["@kimi/source", "module", "import"];
    options.mainFields = ["module", "main"];
    options.metafile = true;
    // Names and lines stay, and with them what a stack trace says.
    options.minifySyntax = true;
  },
});
