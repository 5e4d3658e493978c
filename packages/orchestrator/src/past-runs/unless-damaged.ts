import { type DamagedRun, isKimiError } from "@kimi/contracts";

/** What is read of a run; nothing, and somebody told, when its record is damaged. */
export async function unlessDamaged<T>(
  id: string,
  onDamaged: ((run: DamagedRun) => void) | undefined,
  read: () => Promise<readonly T[]>,
): Promise<readonly T[]> {
  try {
    return await read();
  } catch (error) {
    if (onDamaged === undefined || !isKimiError(error, "store")) throw error;
    onDamaged({ id, problem: error.message });
    return [];
  }
}
