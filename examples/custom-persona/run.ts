/** Runs the pipeline with a fifth stage on a copy of `project/`. */
import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createOrchestrator } from "@kimi/local";
import { handwriteRecording } from "@kimi/models/testing";
import { defaultPersonas } from "@kimi/personas";
import { answers, prompt } from "./answers.ts";
import { SecurityReviewAgent } from "./security-review.ts";

const scratch = await mkdtemp(path.join(tmpdir(), "kimi-custom-persona-"));
const targetPath = path.join(scratch, "project");
await cp(path.join(import.meta.dirname, "project"), targetPath, { recursive: true });

console.log("The model's answers are written by hand: no live model is asked.");
await using orchestrator = await createOrchestrator({
  home: path.join(scratch, "home"),
  personas: [...defaultPersonas(), new SecurityReviewAgent()],
  recording: handwriteRecording(answers),
});
const run = orchestrator.start({ targetPath, prompt, sandbox: "prefer" });
for await (const { event } of run.events) {
  if (event.type === "stage-finished") console.log(`finished: ${event.stage}`);
}
const result = await run.result;
console.log(`${result.status}: ${result.reason}`);
console.log(`deliverables: ${result.deliverablesFolder}`);
process.exitCode = result.exitCode;
