import { existsSync } from "node:fs";
import { createSandboxManager } from "../../src/index.ts";

// Runs a command in place that goes on for ever, and says when it has begun.
const [home = "", target = ""] = process.argv.slice(2);
const manager = createSandboxManager({ home });
const { id } = await manager.snapshot(target);
const tree = await manager.openWorkingTree({
  runId: "run",
  snapshotId: id,
  targetPath: target,
  kind: "in-place",
});
const announced = setInterval(() => {
  if (!existsSync(`${target}/beat`)) return;
  clearInterval(announced);
  process.stdout.write("begun\n");
}, 10);
await tree.commands.run({ argv: ["/bin/sh", "-c", "while :; do date > beat; done"] });
