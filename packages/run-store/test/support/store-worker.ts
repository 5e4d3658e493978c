import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openRunStore } from "../../src/index.ts";
import { sampleAnswer, sampleRequest, sampleRun } from "../../src/testing/sample-run.ts";

// What a test lets a process of its own do: `store-worker.ts <command> <home> <run id> [count]`.
const [command = "", home = "", runId = "", count = "0"] = process.argv.slice(2);
const at = "2026-11-01T10:00:01.000Z";

await using store = await openRunStore({ home });
switch (command) {
  case "open":
    console.log("ready");
    for await (const name of createInterface({ input: process.stdin })) {
      const other = await openRunStore({ home: join(home, name) });
      console.log(name);
      await other[Symbol.asyncDispose]();
    }
    break;
  case "append":
    console.log("ready");
    await once(process.stdin, "data");
    for (let index = 0; index < Number(count); index += 1) {
      await store.appendEvent(runId, at, { type: "note", message: `${process.pid} ${index}` });
    }
    process.stdin.destroy();
    break;
  case "hold":
    await store.createRun(sampleRun(runId));
    await store.claim(runId, "/projects/sample");
    console.log("claimed");
    setInterval(() => {}, 1_000);
    await once(process.stdin, "end");
    break;
  case "record":
    await store.createRun(sampleRun(runId));
    // Until it is killed: says what is acknowledged, and nothing before.
    for (let turn = 1; ; turn += 1) {
      await store.beginModelCall(runId, sampleRequest(turn, "x".repeat(turn % 3 === 0 ? 150_000 : 10)));
      await store.answerModelCall(runId, sampleRequest(turn).position, sampleAnswer);
      await store.appendEvent(runId, at, { type: "note", message: `${turn}` });
      console.log(turn);
    }
  default:
    throw new Error(`unknown command ${command}`);
}
