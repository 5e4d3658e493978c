import { isKimiError, KimiError, type Workspaces } from "@kimi/contracts";

/**
 * Makes the folder of a run's deliverables, so that nothing is paid for that could not be brought into the target.
 * @throws KimiError `target` when the target cannot be written to, `disk` when its disk is full or fails.
 */
export async function assertDeliverable(
  workspaces: Pick<Workspaces, "openDeliverables">,
  targetPath: string,
  runId: string,
): Promise<void> {
  try {
    await workspaces.openDeliverables(targetPath, runId);
  } catch (error) {
    if (!isKimiError(error, "workspace", "path-refused", "disk") || error.retryable) throw error;
    throw new KimiError(
      "target",
      `${targetPath} cannot be worked on: ${error.message}. A run writes its result and what it delivers there.`,
      { cause: error },
    );
  }
}
