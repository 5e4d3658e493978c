import { totalmem } from "node:os";
import type { CommandLimits } from "@kimi/contracts";

/** Limits with their defaults filled in. */
export type ResolvedLimits = Readonly<Required<CommandLimits>>;

const gibibyte = 1024 ** 3;

/** What holds where a request says nothing. */
export function resolveLimits(asked: CommandLimits = {}): ResolvedLimits {
  return {
    memoryBytes: asked.memoryBytes ?? Math.floor(memoryOfMachine() * 0.75),
    processes: asked.processes ?? 2_048,
    diskBytes: asked.diskBytes ?? 8 * gibibyte,
  };
}

/** A container's own limit where there is one. */
function memoryOfMachine(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 && constrained < totalmem() ? constrained : totalmem();
}
