import type { RunEvent, SandboxProbe } from "@kimi/contracts";

/** The event that records how commands are confined and limited from now on. */
export function describeSandbox({
  tier,
  limits,
  limitsMissing,
}: SandboxProbe): Extract<RunEvent, { type: "sandbox-probed" }> {
  return { type: "sandbox-probed", tier, limits: limits ?? null, limitsMissing: limitsMissing ?? null };
}
