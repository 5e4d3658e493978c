import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Lab, type Operation, buildLab, operations } from "./support/crash/lab.ts";
import { type Expectation, expectOf, judge } from "./support/crash/verdict.ts";

const support = join(import.meta.dirname, "support/crash");

/** Where it makes no difference to what is tested, nothing waits for a disk. */
function scratchInMemory(): string {
  const top = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "kimi-full-"));
  onTestFinished(() => rmSync(top, { recursive: true }));
  return top;
}

async function labIn(folder: string, operation: Operation): Promise<{ lab: Lab; expectation: Expectation }> {
  mkdirSync(folder);
  const lab = await buildLab(folder, operation);
  return { lab, expectation: await expectOf(lab, operation) };
}

const cases = [
  ["home", operations],
  ["target", ["apply", "restore"]],
] as const;

describe.for(cases)("a full disk under the %s", ([small, concerned]) => {
  it("ends each operation with a clear error, the tree as it was, a whole store, and all well once there is room", async () => {
    const folder = join(scratchInMemory(), "lab");
    const expectations: Partial<Record<Operation, Expectation>> = {};
    let last: Lab | null = null;
    for (const operation of concerned) {
      const { lab, expectation } = await labIn(folder, operation);
      expectations[operation] = expectation;
      execFileSync("mv", [`${folder}.saved`, `${folder}.${operation}`]);
      rmSync(folder, { recursive: true });
      last = lab;
    }
    for (const name of ["home", "target", "other"]) mkdirSync(join(folder, name), { recursive: true });
    // The ids are those of the lab that was built last: each lab holds the same two states.
    const order = { lab: last, expectations, small, pages: [0, 30, 400], operations: concerned };
    const disk =
      `--bind / / --dev-bind /dev /dev --proc /proc --size 8388608 --tmpfs ${join(folder, small)}`.split(" ");
    const child = [process.execPath, "--conditions=@kimi/source", join(support, "full-disk-child.ts")];
    const { stdout, stderr, status } = spawnSync("bwrap", [...disk, ...child, JSON.stringify(order)], {
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const ends = Object.fromEntries(
      stdout
        .trim()
        .split("\n")
        .map((line) => line.split(": ")),
    );
    for (const operation of ["apply", "restore"]) expect(ends[operation]).toMatch(/^(disk )+(done ?)+$/);
    // Deleting needs no room; what would be written anew is left as it is without.
    expect(ends["prune"] ?? "done").toMatch(/^(done ?)+$/);
    expect(ends["snapshot"] ?? "disk done").toMatch(/^(disk )+(done ?)+$/);
  });
});

describe("limits of the process", () => {
  it.for([
    ["of the size of files", "snapshot", "ulimit -f 100", "the disk is full or failing (EFBIG)"],
    ["of open files", "restore", "ulimit -n 24", "too many files are open"],
  ] as const)(
    "%s end a %s with a clear error and the tree as it was",
    async ([, operation, limit, reason]) => {
      const { lab, expectation } = await labIn(join(scratchInMemory(), "lab"), operation);
      const order = JSON.stringify({ lab, operation });
      const script = `${limit}; exec "$0" --conditions=@kimi/source "$@"`;
      const args = ["-c", script, process.execPath, join(support, "operation-child.ts"), order];
      const { stdout, status } = spawnSync("sh", args, { encoding: "utf8" });
      expect({ operation, status }).toEqual({ operation, status: 3 });
      expect(stdout).toContain(reason);
      await expect(judge(lab, operation, expectation)).resolves.toHaveProperty("recovered");
    },
  );
});
