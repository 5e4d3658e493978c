import type { SandboxProbe, SandboxTier } from "@kimi/contracts";
import { sampleProcesses } from "./process-table.ts";

const nothing = "not limited: this system has no /proc to count them in";

/** By what each limit is kept in a tier on this machine. */
export function describeLimits(tier: SandboxTier): NonNullable<SandboxProbe["limits"]> {
  const isCounted = sampleProcesses().has(process.pid);
  const inKernel = tier === "bubblewrap" && process.getuid?.() !== 0;
  return {
    memory: isCounted ? "a watcher adds up the process tree and ends it" : nothing,
    processes: isCounted
      ? `a watcher counts the process tree and ends it${inKernel ? "; the kernel refuses more (RLIMIT_NPROC)" : ""}`
      : nothing,
    disk: `a watcher measures the tree when free space shrinks and ends the command; the kernel limits each file (RLIMIT_FSIZE)${tier === "bubblewrap" ? " and /tmp" : ""}`,
  };
}
