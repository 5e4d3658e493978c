import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LineExplanation, LineRequest } from "@kimi/contracts";
import { createMemoryRunStore, sampleRun } from "@kimi/run-store/testing";
import { expect, it, onTestFinished } from "vitest";
import { explainLine } from "../src/explain-line.ts";

/** A project within a project, each with a run; the inner one's file has one line. */
async function nested(inner: { readonly applied: boolean }, writtenBy: string | null) {
  const outer = await realpath(await mkdtemp(join(tmpdir(), "explain-line-")));
  onTestFinished(() => rm(outer, { recursive: true }));
  const targets = { outer, inner: join(outer, "packages/app") };
  await mkdir(targets.inner, { recursive: true });
  await writeFile(join(targets.inner, "a.js"), 'const token = "hunter2-hunter2-hunter2";\n');
  const store = createMemoryRunStore();
  await store.createRun(sampleRun("run-outer", { targetPath: targets.outer, applied: true }));
  await store.createRun(sampleRun("run-inner", { targetPath: targets.inner, applied: inner.applied }));
  const explaining = {
    store,
    workspaces: { readFile: async () => null },
    evidence: {
      explainLine: async ({ targetPath, path, line }: LineRequest): Promise<LineExplanation> => {
        const isWriter = targetPath === writtenBy?.replace("OUTER", outer);
        return {
          version: 1,
          path,
          line,
          text: "",
          origin: isWriter ? "run" : "untouched",
          summary: targetPath,
          runId: isWriter ? "run" : null,
          writer: isWriter ? { stage: "coding", attempt: 1, toolCallId: "call" } : null,
          requirements: [],
          trail: [],
        };
      },
    },
    workingDirectory: outer,
    environment: { DEPLOY_TOKEN: "hunter2-hunter2-hunter2" },
  };
  const ask = (options = {}) => explainLine(explaining, { file: "packages/app/a.js", line: 1 }, options);
  return { ...targets, ask };
}

it("the nearest project that a run is applied to is asked first, and the ones around it after it", async () => {
  const untouched = await nested({ applied: true }, null);
  expect(await untouched.ask()).toMatchObject({
    origin: "untouched",
    path: "a.js",
    summary: untouched.inner,
  });
  const outer = await nested({ applied: true }, "OUTER");
  expect(await outer.ask()).toMatchObject({ origin: "run", path: "packages/app/a.js" });
  expect(await outer.ask({ targetPath: "packages/app" })).toMatchObject({ origin: "untouched" });
  const unapplied = await nested({ applied: false }, null);
  expect(await unapplied.ask()).toMatchObject({ summary: unapplied.outer });
});

it("a line is shown without its secrets", async () => {
  const { ask } = await nested({ applied: true }, null);
  const { text } = await ask();
  expect(text).toContain("const token");
  expect(text).not.toContain("hunter2");
});
