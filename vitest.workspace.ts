import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tooling/vitest/longest-first.ts";

const rooms = ["packages", "examples"].flatMap((folder) =>
  readdirSync(new URL(folder, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, root: `${folder}/${name}` })),
);

const compiled = fileURLToPath(new URL("node_modules/.cache/compiled-sources", import.meta.url));

/** A project per package, so that `--project sandbox` runs one, and `built` for tests of what is published. */
export default defineConfig({
  // Packages resolve to each other's sources, so these tests need no build.
  ssr: { resolve: { conditions: ["@kimi/source", "module", "node", "development|production"] } },
  test: {
    // Real processes take their time on a busy machine; this only ends a test that hangs.
    testTimeout: 60_000,
    hookTimeout: 300_000,
    // Most tests wait for processes they started: one worker more than the two cores of a small machine keeps both busy.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    reporters: ["default", "./tooling/vitest/totals-reporter.ts"],
    projects: [
      ...[...rooms, { name: "tooling", root: "tooling" }].map((room) => ({
        extends: true as const,
        test: {
          ...room,
          // Processes that tests start from sources would each compile all of them anew.
          env: { NODE_COMPILE_CACHE: compiled },
          include: ["test/**/*.test.ts"],
          exclude: ["test/built/**", "test/real/**", "**/fixtures/**"],
        },
      })),
      {
        extends: true,
        test: {
          name: "built",
          include: ["{packages,examples}/*/test/built/**/*.test.ts", "tooling/test/built/**/*.test.ts"],
          exclude: ["**/fixtures/**", "**/node_modules/**"],
          globalSetup: "./tooling/vitest/build-packages.ts",
          testTimeout: 300_000,
        },
      },
    ],
  },
});
