import { defineConfig } from "vitest/config";

/** Tests that need runners of other languages: Go, Cargo, Bats and Perl. What these printed is part of the usual tests. */
export default defineConfig({
  ssr: { resolve: { conditions: ["@kimi/source", "module", "node", "development|production"] } },
  test: {
    include: ["packages/*/test/real/**/*.test.ts"],
    testTimeout: 300_000,
    reporters: ["default", "./tooling/vitest/totals-reporter.ts"],
  },
});
