import { isKimiError, type Workspaces } from "@kimi/contracts";

/** Why a snapshot cannot be read, for example because it was deleted; `null` when it can. */
export async function findSnapshotProblem(
  workspaces: Pick<Workspaces, "readFile">,
  snapshotId: string,
): Promise<string | null> {
  try {
    await workspaces.readFile(snapshotId, "-");
    return null;
  } catch (error) {
    if (isKimiError(error, "workspace", "disk", "input", "usage")) return error.message;
    throw error;
  }
}
