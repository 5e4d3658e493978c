import { execFileSync } from "node:child_process";
import { type SandboxManager, createSandboxManager } from "../../../src/index.ts";
import type { Lab } from "./lab.ts";
import { orphan } from "./verdict.ts";

export interface ImagesOptions {
  /** @default "image" */
  readonly name?: string;
  /** Copy at this point alone … */
  readonly only?: string;
  /** … or at one in so many of them. @default 1 */
  readonly every?: number;
  /** Fail, as a disk would, at this point; the error of `act` is expected then. */
  readonly failAt?: string;
}

/**
 * Runs `act` and copies the lab at every fault point that it passes: what a kill at that instant would leave, since
 * nothing that was written gets lost with a process. Returns the points; the copy at the nth is called `<name>-<n>`.
 */
export async function imagesOf(
  lab: Lab,
  act: (manager: SandboxManager) => Promise<unknown>,
  { name = "image", only, every = 1, failAt }: ImagesOptions = {},
): Promise<readonly string[]> {
  const points: string[] = [];
  const fault = (point: string): void => {
    points.push(point);
    if (only === undefined ? (points.length - 1) % every === 0 : only === point)
      copy(lab, `${name}-${points.length - 1}`);
    if (failAt === point) throw Object.assign(new Error("the disk fails"), { code: "EIO" });
  };
  try {
    await act(createSandboxManager({ home: lab.home, fault }));
  } catch (error) {
    if (failAt === undefined) throw error;
  }
  return points;
}

function copy({ folder }: Lab, name: string): void {
  execFileSync("cp", ["-a", folder, `${folder}.${name}`]);
  orphan(`${folder}.${name}/home`);
}
