import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";

const packageFolder = path.join(import.meta.dirname, "../..");

/** Runs a module in a process of its own, with nothing imported yet. */
function runModule(code: string): unknown {
  const output = execFileSync(
    process.execPath,
    ["--conditions=@kimi/source", "--input-type=module-typescript", "-e", code],
    { cwd: packageFolder, encoding: "utf8", env: { PATH: process.env["PATH"], OPENAI_API_KEY: "x" } },
  );
  return JSON.parse(output);
}

it("leaves the process with exactly the handlers it had, those added meanwhile included", () => {
  const seen = runModule(`
    import { loadAgentsSdk } from "./src/conversation/load-agents-sdk.ts";
    const count = () => ["SIGINT", "SIGTERM", "unhandledRejection", "beforeExit"].map((event) => process.listenerCount(event));
    process.on("SIGINT", () => {});
    const before = count();
    const loading = loadAgentsSdk();
    process.on("SIGTERM", () => {});
    await loading;
    const after = count();
    const again = (await loadAgentsSdk()) === (await loading);
    console.log(JSON.stringify({ before, after, again }));
  `);
  expect(seen).toEqual({ before: [1, 0, 0, 0], after: [1, 1, 0, 0], again: true });
});

it("leaves alone what a host did that loaded the SDK itself", () => {
  const seen = runModule(`
    await import("@openai/agents");
    const before = process.listenerCount("SIGTERM");
    const { loadAgentsSdk } = await import("./src/conversation/load-agents-sdk.ts");
    await loadAgentsSdk();
    console.log(JSON.stringify([before, process.listenerCount("SIGTERM")]));
  `);
  expect(seen).toEqual([1, 1]);
});

it("is not loaded by importing the package, so that a program that asks no model starts fast", () => {
  const seen = runModule(`
    const { defaultPersonas } = await import("./src/index.ts");
    const personas = defaultPersonas().length;
    console.log(JSON.stringify([personas, Reflect.has(globalThis, Symbol.for("openai.agents.core.traceProvider"))]));
  `);
  expect(seen).toEqual([4, false]);
});
