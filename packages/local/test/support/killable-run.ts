import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { createScriptedGateway } from "@kimi/models/testing";
import { createOrchestrator } from "../../src/index.ts";
import { answersWith, bodies } from "../../src/testing/index.ts";

/** An orchestrator over the folder of a test, whose model writes down every call it answers. */
export async function openKillable(folder: string) {
  const answers = answersWith(bodies.wrong, bodies.right);
  return createOrchestrator({
    home: join(folder, "home"),
    workingDirectory: folder,
    environment: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
    models: ({ redactor }) =>
      createScriptedGateway(
        ({ stage, attempt, turn }) => {
          appendFileSync(join(folder, "asked.log"), `${stage}/${attempt}/${turn}\n`);
          return answers[stage]?.[attempt - 1]?.[turn - 1] ?? [];
        },
        { redactor },
      ),
  });
}

const [folder, inPlace] = process.argv.slice(2);
if (folder !== undefined && process.send !== undefined) {
  const local = await openKillable(folder);
  const run = local.start({
    targetPath: join(folder, "project"),
    inputDocs: ["plan.md"],
    sandbox: "prefer",
    inPlace: inPlace === "true",
    seed: 1,
  });
  for await (const { sequence, event } of run.events) process.send({ sequence, type: event.type });
}
