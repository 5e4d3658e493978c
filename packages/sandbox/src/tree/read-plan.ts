import { goThroughRecord } from "../manifest/folder-record.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { PlanWriter } from "./plan-writer.ts";
import type { TreePlan } from "./tree-plan.ts";

/**
 * Plans a tree by the id of its root's record. `read` gives the bytes of a content, and throws when there is none.
 * @throws KimiError `workspace` when a record is damaged.
 */
export function readPlan(rootId: string, read: (hash: string) => Buffer): TreePlan {
  const writer = new PlanWriter();
  const readFolder = (id: string, path: RawPath): void => {
    goThroughRecord(read(id), path, (cursor) => {
      while (cursor.next()) {
        const at = writer.addLine(cursor);
        if (cursor.type !== "directory") continue;
        const record = Buffer.from(cursor.hash).toString("hex");
        readFolder(record, path === "" ? cursor.name : `${path}/${cursor.name}`);
        writer.closeFolder(at);
      }
    });
  };
  readFolder(rootId, "");
  return writer.finish();
}
