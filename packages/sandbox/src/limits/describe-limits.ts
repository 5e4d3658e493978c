import type { SandboxProbe, SandboxTier } from "@kimi/contracts";
import type { CgroupProbe } from "./cgroup/probe-cgroup.ts";
import { sampleProcesses } from "./process-table.ts";

const nothing = "not limited: this system has no /proc to count them in";

/** By what each limit is kept in a tier on this machine, and why not by the kernel. */
export function describeLimits(
  tier: SandboxTier,
  { powers, missing }: Pick<CgroupProbe, "powers" | "missing">,
  isCounted = sampleProcesses([process.pid]).size > 0,
): Required<Pick<SandboxProbe, "limits" | "limitsMissing">> {
  const inNamespace = tier === "bubblewrap" && process.getuid?.() !== 0;
  const refused = inNamespace ? "; the kernel refuses twice as many (RLIMIT_NPROC)" : "";
  const counted = (how: string): string =>
    isCounted ? `a watcher ${how} the process tree and ends it` : nothing;
  return {
    limits: {
      memory: powers.memory ? "the kernel, by a control group (memory.max)" : counted("adds up"),
      processes: powers.processes
        ? "the kernel, by a control group (pids.max)"
        : `${counted("counts")}${isCounted ? refused : ""}`,
      disk: `a watcher measures the tree when free space shrinks; the kernel limits each file (RLIMIT_FSIZE)${tier === "bubblewrap" ? " and /tmp" : ""}`,
      ending: describeEnding(tier, powers.kill),
    },
    limitsMissing: missing,
  };
}

/** What makes sure that nothing of a command outlives it, or us. */
function describeEnding(tier: SandboxTier, kill: boolean): string {
  const group = kill ? "the kernel, by its control group (cgroup.kill), and " : "";
  if (tier === "bubblewrap") return `${group}by its process namespace`;
  return `${group}${tier === "none" ? "by its process group, its mark and a helper process" : "by its process group and a helper process"}`;
}
