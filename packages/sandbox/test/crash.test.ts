import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { imagesOf } from "./support/crash/images.ts";
import { labFor } from "./support/crash/killed-apply.ts";
import { type Lab, type Operation, operations, perform } from "./support/crash/lab.ts";
import { judge, resetLab, takeImage } from "./support/crash/verdict.ts";

const child = join(import.meta.dirname, "support/crash/operation-child.ts");

/** Runs an operation in a process of its own, and kills that so many milliseconds after it has begun. */
async function killAfter(ms: number, lab: Lab, operation: Operation | "recover"): Promise<void> {
  const order = JSON.stringify({ lab, operation });
  const running = spawn(process.execPath, ["--conditions=@kimi/source", child, order]);
  const ended = once(running, "exit");
  await once(running.stdout, "data");
  const begunMs = performance.now();
  while (performance.now() - begunMs < ms);
  running.kill("SIGKILL");
  await ended;
}

describe.for(operations)("%s", (operation) => {
  it("leaves exactly the old or the new tree, and a whole store, wherever it is killed", async () => {
    const { lab, expectation } = await labFor(operation);
    const every = operation === "restore" ? 3 : 1;
    const points = await imagesOf(lab, (manager) => perform(manager, lab, operation), { every });
    const states: string[] = [];
    for (let at = 0; at < points.length; at += every) {
      takeImage(lab, `image-${at}`);
      const { state, recovered } = await judge(lab, operation, { ...expectation, again: at % 12 === 0 });
      const isJournaled = operation === "apply" || operation === "restore";
      expect(recovered.map((one) => [one.operation, one.runId, one.targetPath])).toEqual(
        isJournaled ? [[operation, "run", lab.target]] : [],
      );
      states.push(state);
    }
    expect(points.length).toBeGreaterThan(operation === "apply" || operation === "restore" ? 40 : 4);
    // Everything is ready once the journal says so: from then on recovery only goes forward.
    expect(states.join(" ")).toMatch(/^(old )*(new ?)+$/);
  });

  it("does so at any instant, as killed processes show", async () => {
    const { lab, expectation } = await labFor(operation);
    for (const ms of [0.5, 7]) {
      resetLab(lab);
      await killAfter(ms, lab, operation);
      await expect(judge(lab, operation, expectation)).resolves.toHaveProperty("recovered");
    }
  });
});
