import { appendFile, readFile, readlink, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { traceSchema } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { answersWith, bodies } from "../src/testing/greeting-answers.ts";
import { listTree } from "../src/testing/list-tree.ts";
import { prepareRun } from "./support/scripted-run.ts";

const greeting = (project: string) => readFile(join(project, "src/greet.js"), "utf8");

describe("a run that succeeds", () => {
  it("mends what the tests found, applies the proven result, and leaves everything else as it was", async () => {
    const { project, run } = await prepareRun(answersWith(bodies.wrong, bodies.right));
    const before = await listTree(project);
    const { result, events } = await run();
    expect(result).toMatchObject({ status: "succeeded", exitCode: 0, applied: true });
    const after = await listTree(project);
    const untouched = before.filter((line) => !line.startsWith("src/greet.js "));
    expect(after).toEqual(expect.arrayContaining([...untouched]));
    expect(after.filter((line) => !before.includes(line)).map((line) => line.split(" ")[0])).toEqual([
      "src/greet.js",
      "test/",
      "test/greet.test.js",
    ]);
    expect(await greeting(project)).toContain('"Hello, stranger!"');
    expect(events.filter((event) => event.type === "verdict-computed").map((event) => event.status)).toEqual([
      "failed",
      "succeeded",
    ]);
    expect(events.filter((event) => event.type === "fix-forward")).toMatchObject([{ route: "coding" }]);
    expect(events.at(-1)).toMatchObject({ type: "run-ended", status: "succeeded", exitCode: 0 });
  });

  it("delivers what the design lists, and a trace that leads from words to lines and tests", async () => {
    const { run } = await prepareRun(answersWith(bodies.wrong, bodies.right));
    const { result } = await run();
    const folder = result.deliverablesFolder ?? "";
    const paths = (await listTree(folder)).map((line) => line.split(" ")[0]);
    expect(paths).toEqual(
      expect.arrayContaining([
        "01-requirements/input.json",
        "01-requirements/output.json",
        "02-coding/code-objects.json",
        "02-coding/output.json",
        "03-testing/output.json",
        "04-documentation/output.json",
        "README.draft.md",
        "attempts/1.patch",
        "changes.patch",
        "events.jsonl",
        "manifest.json",
        "requirements.json",
        "run.json",
        "sbom.cdx.json",
        "test-results/2.json",
        "trace.json",
        "trace.md",
      ]),
    );
    const trace = traceSchema.parse(JSON.parse(await readFile(join(folder, "trace.json"), "utf8")));
    expect(trace.status).toBe("succeeded");
    expect(trace.requirements.map((one) => one.criteria.map((criterion) => criterion.status))).toEqual([
      ["proven"],
      ["proven"],
    ]);
    expect(trace.requirements[0]?.quotations[0]?.span).toMatchObject({
      path: "plan.md",
      startLine: 3,
      endLine: 3,
    });
    expect(trace.lines.filter((line) => line.path === "src/greet.js")).not.toEqual([]);
    expect(JSON.parse(await readFile(join(folder, "run.json"), "utf8"))).toMatchObject({
      status: "succeeded",
      applied: true,
    });
  });

  it("works in the target itself when asked to, with the same result", async () => {
    const { project, run } = await prepareRun(answersWith(bodies.right));
    const { result } = await run({ inPlace: true });
    expect(result).toMatchObject({ status: "succeeded", applied: true });
    expect(await greeting(project)).toContain('"Hello, stranger!"');
  });

  it("puts the documentation into the project when asked to, and judges that tree again", async () => {
    const { project, run } = await prepareRun(answersWith(bodies.right));
    const { result, events } = await run({ writeDocs: true });
    expect(result.status).toBe("succeeded");
    expect(await readFile(join(project, "README.md"), "utf8")).toContain("# Greeting");
    expect(await readFile(join(project, "docs/requirements.md"), "utf8")).toContain(
      "Greeting a stranger (REQ-2)",
    );
    expect(events.filter((event) => event.type === "verdict-computed")).toHaveLength(2);
  });
});

describe("documentation for a place that is no regular file", () => {
  it("is left out, and the proven code is applied all the same", async () => {
    const { project, run } = await prepareRun(answersWith(bodies.right));
    await symlink("GUIDE.md", join(project, "README.md"));
    const { result, events } = await run({ writeDocs: true });
    expect(result).toMatchObject({ status: "succeeded", applied: true });
    expect(await readlink(join(project, "README.md"))).toBe("GUIDE.md");
    expect(await readFile(join(project, "docs/requirements.md"), "utf8")).toContain("REQ-2");
    expect(events).toContainEqual(
      expect.objectContaining({ type: "note", message: expect.stringContaining("README.md") }),
    );
  });
});

describe("a run that proves less", () => {
  it("is partial and applied when only what should hold is missing", async () => {
    const { project, run } = await prepareRun(answersWith(bodies.mustOnly));
    const { result } = await run({ maxAttempts: 1 });
    expect(result).toMatchObject({ status: "partial", exitCode: 3, applied: true });
    expect(await greeting(project)).toContain("Hello, ");
  });

  it("falls back on the partly proven result when a later attempt is worse", async () => {
    const { project, run } = await prepareRun(answersWith(bodies.mustOnly, bodies.worse));
    const { result } = await run({ maxAttempts: 2 });
    expect(result).toMatchObject({ status: "partial", exitCode: 3, applied: true });
    expect(await greeting(project)).toContain(bodies.mustOnly);
  });

  it("counts a criterion that the user waives as accepted, not as proven", async () => {
    const { run } = await prepareRun(answersWith(bodies.mustOnly));
    const { result } = await run({ maxAttempts: 1, accept: ["REQ-2.1", "REQ-9.9"] });
    expect(result.report?.criteria.map((one) => one.status)).toEqual(["proven", "accepted"]);
    expect(result.status).toBe("succeeded");
  });
});

describe("a run that fails", () => {
  it.each([false, true])(
    "leaves the project at its exact bytes once the attempts are spent (in place: %s)",
    async (inPlace) => {
      const { project, run } = await prepareRun(answersWith(bodies.wrong, bodies.worse));
      const before = await listTree(project);
      const { result, events } = await run({ maxAttempts: 2, inPlace });
      expect(result).toMatchObject({ status: "failed", exitCode: 1, applied: false });
      expect(await listTree(project)).toEqual(before);
      expect(events.some((event) => event.type === "tree-restored" && event.verified)).toBe(inPlace);
      expect(result.reason).toContain("REQ-1.1 is failed");
    },
  );

  it("stops early when an attempt changes neither the tree nor the failures", async () => {
    const { run } = await prepareRun(answersWith(bodies.wrong, bodies.wrong, bodies.wrong));
    const { result, events } = await run({ maxAttempts: 3 });
    expect(result.status).toBe("failed");
    expect(events.filter((event) => event.type === "verdict-computed")).toHaveLength(2);
    expect(events).toContainEqual(
      expect.objectContaining({ type: "note", message: expect.stringContaining("Stopped early") }),
    );
  });

  it("keeps its attempts, which can be applied and rolled back later", async () => {
    const { project, local, run } = await prepareRun(
      answersWith(bodies.mustOnly.replace("Hello", "Hallo"), bodies.worse),
    );
    const before = await listTree(project);
    const { result } = await run({ maxAttempts: 2 });
    expect(result.status).toBe("failed");
    await local.applyRun(result.runId, { attempt: 1 });
    expect(await greeting(project)).toContain("Hallo");
    await expect(local.applyRun(result.runId)).rejects.toThrow(/already/);
    await local.rollbackRun(result.runId);
    expect(await listTree(project)).toEqual(before);
    await expect(local.rollbackRun(result.runId)).rejects.toThrow(/nothing to take out/);
    await expect(local.applyRun(result.runId, { attempt: 7 })).rejects.toThrow(
      /kept no attempt 7.*kept 1, 2/,
    );
  });
});

describe("a project that changes during the run", () => {
  it("is not written to: both versions are kept, and the run can be applied later", async () => {
    const { project, local, run } = await prepareRun(answersWith(bodies.right));
    const { result, events } = await run({}, async (event) => {
      if (event.type === "verdict-computed") await appendFile(join(project, "src/greet.js"), "// mine\n");
    });
    expect(result).toMatchObject({ status: "errored", exitCode: 4, applied: false });
    expect(await greeting(project)).toMatch(/hi .*mine/s);
    const conflicts = events.flatMap((event) => (event.type === "conflict-found" ? event.conflicts : []));
    expect(conflicts.map((conflict) => conflict.path)).toEqual(["src/greet.js"]);
    expect(await readFile(conflicts[0]?.keptAt ?? "", "utf8")).toContain(bodies.right);
    await writeFile(join(project, "src/greet.js"), (await greeting(project)).replace("// mine\n", ""));
    await local.applyRun(result.runId);
    expect(await greeting(project)).toContain(bodies.right);
  });

  it("is written without the paths that its user settled, which are not taken out again either", async () => {
    const { project, local, run } = await prepareRun(answersWith(bodies.right));
    const { result } = await run({}, async (event) => {
      if (event.type === "verdict-computed") await appendFile(join(project, "src/greet.js"), "// mine\n");
    });
    const { runId, reason } = result;
    expect(reason).toContain(`kimi-agent apply ${runId} --keep src/greet.js`);
    expect(result.resumable).toBe(false);
    await expect((await local.resume(runId)).result).rejects.toThrow(/cannot be resumed.*kimi-agent apply/);
    const before = await listTree(project);
    expect((await local.applyRun(runId)).conflicts).toHaveLength(1);
    await expect(local.applyRun(runId, { keep: ["src/other.js"] })).rejects.toMatchObject({
      code: "usage",
      message: expect.stringMatching(/does not change src\/other\.js.*src\/greet\.js/),
    });
    const merged = `${bodies.right}\n// mine\n`;
    await writeFile(join(project, "src/greet.js"), merged);
    const applied = await local.applyRun(runId, { keep: ["./src/greet.js"] });
    expect(applied).toMatchObject({ conflicts: [], left: ["src/greet.js"] });
    expect(applied.applied).toContain("test/greet.test.js");
    expect(await greeting(project)).toBe(merged);
    expect(await local.store.readRun(runId)).toMatchObject({ applied: true, resumable: false });
    expect((await local.store.readEvents(runId)).at(-1)?.event).toMatchObject({
      type: "tree-applied",
      left: ["src/greet.js"],
    });
    expect(await local.verifySnapshots()).toMatchObject({ affected: [] });
    await local.rollbackRun(runId);
    expect(await greeting(project)).toBe(merged);
    const others = (lines: readonly string[]) => lines.filter((line) => !line.startsWith("src/greet.js "));
    expect(others(await listTree(project))).toEqual(others(before));
  });
});
