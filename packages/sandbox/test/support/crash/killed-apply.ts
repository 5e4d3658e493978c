import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { imagesOf } from "./images.ts";
import { type Lab, type Operation, buildLab, perform } from "./lab.ts";
import { type Expectation, expectOf, takeImage } from "./verdict.ts";

/** A lab for one operation, deleted when the test ends, and what becomes of its target. */
export async function labFor(operation: Operation): Promise<{ lab: Lab; expectation: Expectation }> {
  // Where nothing waits for a disk: what a process leaves there is the same.
  const top = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "kimi-crash-"));
  onTestFinished(() => rmSync(top, { recursive: true }));
  const folder = join(top, "lab");
  mkdirSync(folder);
  const lab = await buildLab(folder, operation);
  return { lab, expectation: await expectOf(lab, operation) };
}

/** A lab as a kill at one fault point of an apply leaves it. */
export async function killedApply(point: string): Promise<{ lab: Lab; expectation: Expectation }> {
  const { lab, expectation } = await labFor("apply");
  const points = await imagesOf(lab, (manager) => perform(manager, lab, "apply"), { only: point });
  expect(points).toContain(point);
  takeImage(lab, `image-${points.indexOf(point)}`);
  return { lab, expectation };
}
