import { isKimiError, type Workspaces } from "@kimi/contracts";

/** Whether a snapshot is still in the store. */
export async function holdsSnapshot(
  workspaces: Pick<Workspaces, "readFile">,
  snapshotId: string,
): Promise<boolean> {
  try {
    await workspaces.readFile(snapshotId, "-");
    return true;
  } catch (error) {
    if (isKimiError(error, "workspace")) return false;
    throw error;
  }
}
