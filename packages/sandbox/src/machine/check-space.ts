import type { MachineCheck } from "./check-machine.ts";

/** Below this, a run cannot be relied on to record what it does. */
const neededBytes = 100e6;
const scarceBytes = 2e9;

/** Judges what is free on the disk where the home folder lies. */
export function checkSpace(home: string, freeBytes: number): MachineCheck {
  const found = freeBytes < 1e9 ? `${Math.floor(freeBytes / 1e6)} MB` : `${(freeBytes / 1e9).toFixed(1)} GB`;
  const check = { name: "free space", found };
  // The programs that would give snapshots up need some room themselves to open their database.
  if (freeBytes < neededBytes)
    return {
      ...check,
      isNeeded: true,
      advice: `remove or move away other files on the disk of ${home} until at least ${neededBytes / 1e6} MB are free; then kimi-agent snapshots prune --max-size 0 and kimi-agent runs prune make more room. Or point KIMI_AGENT_HOME at another disk`,
    };
  return {
    ...check,
    isNeeded: false,
    advice:
      freeBytes < scarceBytes ? "make room, or give up old snapshots: kimi-agent snapshots prune" : null,
  };
}
