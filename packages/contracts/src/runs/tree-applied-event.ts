import { z } from "zod";
import { changeSetSchema } from "../workspace/change-set.ts";

/** The result came into the target, or was taken out of it again. */
export const treeAppliedEventSchema = z.strictObject({
  type: z.literal("tree-applied"),
  changeSet: changeSetSchema,
  /** What the result changes too and the user had settled in the target: it was not touched. Absent for nothing. */
  left: z.array(z.string().min(1)).exactOptional(),
});
