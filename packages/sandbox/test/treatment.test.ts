import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { memory, put, scratch, workshop } from "./support/scratch.ts";
import { walk } from "./support/walk.ts";
import { withoutPrivileges } from "./support/without-privileges.ts";

const source = join(import.meta.dirname, "../src/index.ts");
const soak = join(import.meta.dirname, "soak/run-soak.ts");
const node = [process.execPath, "--conditions=@kimi/source"];

function run(command: readonly string[]): string {
  const [program = "", ...options] = command;
  return execFileSync(program, options, { encoding: "utf8" });
}

describe("what no snapshot holds", () => {
  it("is left where it is, devices and sockets alike, as long as its folder stays", async () => {
    const { target, manager } = workshop();
    put(target, "folder/file.txt");
    // A device without a number may be made by everybody.
    run(["mknod", join(target, "folder/device"), "c", "0", "0"]);
    run([
      "python3",
      "-c",
      `import socket; socket.socket(socket.AF_UNIX).bind(${JSON.stringify(join(target, "socket"))})`,
    ]);
    const before = walk(target);
    const snapshot = await manager.snapshot(target);
    expect(snapshot.fileCount).toBe(1);
    put(target, "folder/file.txt", "changed\n");
    await manager.restore({ runId: "run", targetPath: target, snapshotId: snapshot.id });
    expect(walk(target, { times: false })).toEqual(withoutTimes(before));
  });

  it("goes with a folder that the snapshot does not have", async () => {
    const { target, manager } = workshop();
    put(target, "kept.txt");
    const { id } = await manager.snapshot(target);
    mkdirSync(join(target, "added"));
    run(["mknod", join(target, "added/device"), "c", "0", "0"]);
    const report = await manager.restore({ runId: "run", targetPath: target, snapshotId: id });
    expect(report).toMatchObject({ verified: true, restored: ["added"] });
    expect(readdirSync(target)).not.toContain("added");
  });
});

describe("somebody who is not root", () => {
  it("is told by name what cannot be read, before any work", () => {
    const folder = scratch();
    for (const [name, mode] of [
      ["file", 0o000],
      ["folder", 0o300],
    ] as const) {
      const target = join(folder, name);
      put(target, "open.txt");
      put(target, name === "file" ? "closed" : "closed/inner.txt");
      chmodSync(join(target, "closed"), mode);
      const script = `
        const { createSandboxManager } = await import(${JSON.stringify(source)});
        const manager = createSandboxManager({ home: ${JSON.stringify(join(folder, "home"))} });
        await manager.snapshot(${JSON.stringify(target)}).catch((error) => console.log(error.code + ": " + error.message));`;
      expect(run(withoutPrivileges([...node, "--input-type=module", "-e", script]))).toMatch(
        /^workspace: "closed" cannot be read \(EACCES\).*make it readable, or move it out of the folder/,
      );
    }
  });

  it("gets trees back as exactly, modes that keep their owner out included", () => {
    const place = scratch(memory);
    const printed = run(
      withoutPrivileges([...node, soak, "--runs", "4", "--place", place, "--no-shrinking"]),
    );
    expect(printed.split("\n").filter((line) => line.includes("4 trees and edits"))).toHaveLength(5);
    rmSync(place, { recursive: true });
    mkdirSync(place);
  });
});

function withoutTimes(tree: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).map(([path, one]) => [path, one.replace(/ @\d+$/, "")]));
}
