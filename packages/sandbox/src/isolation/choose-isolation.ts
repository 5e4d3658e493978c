import type { SandboxMode, SandboxProbe } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import type { Isolation } from "./isolation.ts";

/** A tier together with why it is not a better one. */
export interface ChosenIsolation {
  readonly isolation: Isolation;
  readonly probe: SandboxProbe;
}

/**
 * The best tier that works here and that `mode` allows. `confining`: best first; `unconfined`: by explicit choice.
 * @throws KimiError `sandbox-unavailable` when `require` cannot be met.
 */
export async function chooseIsolation(
  mode: SandboxMode,
  { confining, unconfined }: { readonly confining: readonly Isolation[]; readonly unconfined: Isolation },
): Promise<ChosenIsolation> {
  const withoutConfinement = (missing: string): ChosenIsolation => ({
    isolation: unconfined,
    probe: { tier: unconfined.tier, missing },
  });
  if (mode === "off") return withoutConfinement("the sandbox was switched off (--sandbox off)");
  const reasons: string[] = [];
  for (const isolation of confining) {
    const reason = await isolation.probe();
    if (reason === null) return { isolation, probe: { tier: isolation.tier, missing: null } };
    reasons.push(reason);
  }
  const missing =
    reasons.length === 0 ? `there is no sandbox for ${process.platform} yet` : reasons.join("; ");
  if (mode === "prefer") return withoutConfinement(missing);
  throw new KimiError(
    "sandbox-unavailable",
    `commands cannot be confined here: ${missing}. Or run without confinement where that works: --sandbox prefer`,
  );
}
