// What becomes of a run on a disk of its own that fills up: `small-disk-child.ts <mount point>`.
import { execFileSync } from "node:child_process";
import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { handwriteRecording } from "@kimi/models/testing";
import { createOrchestrator } from "../../src/index.ts";
import { answersWith, bodies, listTree, writeGreetingProject } from "../../src/testing/index.ts";

const [disk = ""] = process.argv.slice(2);
/** More than a run asks for before it begins. */
const roomyBytes = 1e9;
const folder = await mkdtemp(join(tmpdir(), "kimi-small-disk-"));
try {
  const project = await writeGreetingProject(folder);
  const before = JSON.stringify(await listTree(project));
  await using local = await createOrchestrator({
    home: join(disk, "home"),
    workingDirectory: folder,
    environment: { PATH: process.env["PATH"], HOME: folder },
    recording: handwriteRecording(answersWith(bodies.right)),
  });
  const run = local.start({ targetPath: project, inputDocs: ["plan.md"], sandbox: "off" });
  for await (const { event } of run.events) if (event.type === "file-written") resize(usedBytes());
  const { runId, status, applied, resumable, reason } = await run.result;
  const untouched = JSON.stringify(await listTree(project)) === before;
  resize(roomyBytes);
  const resumed = await local.resume(runId, { rerunCommands: true });
  const ended = await resumed.result;
  const { problems } = await local.auditRun(runId);
  console.log(
    JSON.stringify({
      stopped: { status, applied, resumable, reason },
      untouched,
      ended: { status: ended.status, applied: ended.applied, reason: ended.reason },
      problems,
    }),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Takes all the room there is, or gives it back. */
function resize(bytes: number): void {
  execFileSync("mount", ["-o", `remount,size=${bytes}`, disk]);
}

function usedBytes(): number {
  const { blocks, bfree, bsize } = statfsSync(disk);
  return (blocks - bfree) * bsize;
}
