import { join } from "node:path";
import type { SandboxMode, SandboxProbe } from "@kimi/contracts";
import { type CgroupProbe, probeCgroup } from "../limits/cgroup/probe-cgroup.ts";
import { describeLimits } from "../limits/describe-limits.ts";
import { createBubblewrap } from "./bubblewrap/bubblewrap.ts";
import { chooseIsolation } from "./choose-isolation.ts";
import type { Isolation } from "./isolation.ts";
import { createUnconfined } from "./none/unconfined.ts";
import { createSeatbelt } from "./seatbelt/seatbelt.ts";

/** How commands are confined and limited on this machine, as found by trying. */
export interface CommandTier {
  readonly isolation: Isolation;
  readonly cgroups: CgroupProbe;
  readonly probe: SandboxProbe;
}

export interface ChooseTierOptions {
  /** `KIMI_AGENT_HOME`, which no command may see. */
  readonly home: string;
  /** The user's: PATH and HOME are looked at. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The best tier that works on this platform and that `mode` allows, and what the kernel keeps of the limits.
 * @throws KimiError `sandbox-unavailable` when `require` cannot be met.
 */
export async function chooseTier(mode: SandboxMode, options: ChooseTierOptions): Promise<CommandTier> {
  const [{ isolation, probe }, cgroups] = await Promise.all([
    chooseIsolation(mode, { confining: confiningTiers(options), unconfined: createUnconfined() }),
    probeCgroup(),
  ]);
  return { isolation, cgroups, probe: { ...probe, ...describeLimits(probe.tier, cgroups) } };
}

function confiningTiers({ home, environment }: ChooseTierOptions): readonly Isolation[] {
  const hidden = [home];
  if (process.platform === "darwin") return [createSeatbelt({ environment, hidden })];
  if (process.platform !== "linux") return [];
  return [createBubblewrap({ environment, hidden, store: join(home, "confinement") })];
}
