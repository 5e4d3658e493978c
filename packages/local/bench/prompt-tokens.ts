// Tokens of each persona's first request, on nothing and on the quickstart, and how much of a request stands unchanged in
// the next one: `node --conditions=@kimi/source packages/local/bench/prompt-tokens.ts`
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ModelCallRequest } from "@kimi/contracts";
import { defaultPersonas } from "@kimi/personas";
import { createPersonaContext } from "@kimi/personas/testing";
import { createOrchestrator } from "../src/index.ts";
import { CapturingModel } from "./capturing-model.ts";
import { countRequestTokens, renderInput, type RequestTokens } from "./count-request-tokens.ts";

console.log("first request without documents, tokens (o200k)");
for (const persona of defaultPersonas()) {
  const model = new CapturingModel();
  await persona.run(createPersonaContext(model)).catch(() => null);
  print(persona.config.name, countRequestTokens(model.request));
}

const requests = await playQuickstart();
console.log("\nfirst request of each attempt on the quickstart, tokens (o200k)");
for (const { position, body } of requests.filter(({ position: { turn } }) => turn === 1)) {
  print(`${position.stage}/${position.attempt}`, countRequestTokens(body));
}

console.log("\nshare of a request that stands unchanged at the head of the next one, within an attempt");
const shares = requests.flatMap((request, index) => {
  const next = requests[index + 1];
  return next === undefined || next.position.turn !== request.position.turn + 1
    ? []
    : [shareKept(request, next)];
});
console.log(`${shares.length} requests, the least ${(Math.min(...shares) * 100).toFixed(2)} %`);

/** The requests of a whole quickstart run, in the order they were made. */
async function playQuickstart(): Promise<readonly ModelCallRequest[]> {
  const home = mkdtempSync(join(tmpdir(), "kimi-bench-home-"));
  try {
    const demo = new URL("../../../examples/quickstart/src/demo.ts", import.meta.url).pathname;
    const env = { ...process.env, KIMI_AGENT_HOME: home };
    const { status } = spawnSync(process.execPath, ["--conditions=@kimi/source", demo], { env });
    if (status !== 0) throw new Error(`The quickstart ended with ${status}.`);
    await using local = await createOrchestrator({ home, environment: {} });
    const [run] = await local.store.listRuns();
    const calls = run === undefined ? [] : await local.store.readModelCalls(run.id);
    return calls.map(({ request }) => request);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Of the characters of the input; what comes before it is the same in all requests of an attempt. */
function shareKept(request: ModelCallRequest, next: ModelCallRequest): number {
  // Without the bracket that ends the list.
  const [text = "", longer = ""] = [request, next].map(({ body }) => renderInput(body).slice(0, -1));
  let same = 0;
  while (same < text.length && text[same] === longer[same]) same += 1;
  return same / text.length;
}

function print(name: string, { instructions, tools, result, input, total }: RequestTokens): void {
  const parts = `instructions ${instructions}, tools ${tools}, result ${result}, input ${input}`;
  console.log(`${name.padEnd(18)} ${String(total).padStart(6)}   (${parts})`);
}
