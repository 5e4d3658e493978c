import { existsSync } from "node:fs";
import { createSandboxManager } from "../../src/index.ts";

// Runs a command in place that goes on for ever, and says when it has begun.
const [home = "", target = "", mode = "require"] = process.argv.slice(2);
const manager = createSandboxManager({ home });
await manager.probe(mode === "off" ? "off" : "require");
const { id } = await manager.snapshot(target);
const tree = await manager.openWorkingTree({
  runId: "run",
  snapshotId: id,
  targetPath: target,
  kind: "in-place",
});
const announced = setInterval(() => {
  if (!existsSync(`${target}/beat`) || !existsSync(`${target}/beat-apart`)) return;
  clearInterval(announced);
  process.stdout.write("begun\n");
}, 10);
// Found again by the target, which each of them names.
const apart = `(setsid /bin/sh -c ': ${target}; while :; do date > beat-apart; done' &)`;
await tree.commands.run({ argv: ["/bin/sh", "-c", `${apart}; : ${target}; while :; do date > beat; done`] });
