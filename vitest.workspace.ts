import { readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";

const rooms = ["packages", "examples"].flatMap((folder) =>
  readdirSync(new URL(folder, import.meta.url)).map((name) => ({ name, root: `${folder}/${name}` })),
);

/** One project per package, so that `--project sandbox` runs one of them. */
export default defineConfig({
  // Packages resolve to their sources: tests need no build.
  ssr: { resolve: { conditions: ["@kimi/source", "module", "node", "development|production"] } },
  test: {
    projects: [...rooms, { name: "tooling", root: "tooling" }].map((room) => ({
      extends: true,
      test: { ...room, include: ["test/**/*.test.ts"], exclude: ["**/fixtures/**"], testTimeout: 60_000 },
    })),
    reporters: ["default", "./tooling/vitest/totals-reporter.ts"],
  },
});
