import type { AttributeTool } from "../attributes/attribute-tool.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { StagingArea } from "../transaction/staging-area.ts";
import type { TreePlace } from "./tree-place.ts";

/** Where entries of a private tree wait, complete, until they are put in place. */
export function openPrivateStaging(place: TreePlace, attributes: AttributeTool | null): StagingArea {
  using folder = FolderHandle.open(place.folder);
  return StagingArea.open(folder, place.folder, "staging", attributes);
}
