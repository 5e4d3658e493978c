// The least that can do what is measured: a loop of the Agents SDK over the same client, one confined command a turn,
// and as many transactions. No personas, no redaction, no snapshots, nothing that is checked or could be taken up again.
import { keepCompiledCode } from "../../src/keep-compiled-code.ts";
import { loadBuiltIns } from "../../src/load-built-ins.ts";
import { spareMemory } from "../../src/spare-memory.ts";
import type { LeastPlan } from "./least-plan.ts";

const plan: LeastPlan = JSON.parse(process.env["LEAST_PLAN"] ?? "");
await loadBuiltIns(["run"]);
spareMemory();
keepCompiledCode(plan.home, ["run"]);
const { runLoop } = await import("./least-loop.ts");
await runLoop(plan, process.argv[2] ?? "");
