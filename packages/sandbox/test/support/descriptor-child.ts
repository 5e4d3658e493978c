import { createSandboxManager } from "../../src/index.ts";

// Runs a command that looks for what it can reach by a descriptor that this process was started with.
const [home = "", target = "", descriptor = ""] = process.argv.slice(2);
const manager = createSandboxManager({ home });
const { id } = await manager.snapshot(target);
await using tree = await manager.openWorkingTree({
  runId: "run",
  snapshotId: id,
  targetPath: target,
  kind: "private",
});
const script = `readlink /proc/self/fd/${descriptor}; cat /proc/self/fd/${descriptor}/secret; echo looked`;
process.stdout.write((await tree.commands.run({ argv: ["/bin/sh", "-c", script] })).stdout.text);
