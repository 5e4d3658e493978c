import type { WorkspaceFiles } from "@kimi/contracts";
import { listFolder } from "./list-folder.ts";

/** Why a runner that is a package cannot be used; `null` when it is installed in the project. */
export async function findInstalled(
  files: WorkspaceFiles,
  name: string,
  title: string,
): Promise<string | null> {
  const installed = await listFolder(files, "node_modules");
  return installed.some(({ path }) => path === `node_modules/${name}`)
    ? null
    : `${title} is not installed: node_modules/${name} is missing. Install it, or use node-test.`;
}
