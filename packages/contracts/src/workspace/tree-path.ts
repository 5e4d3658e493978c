import { z } from "zod";

/**
 * A place in a tree, relative to its root: `src/app.ts`. Forward slashes, no leading slash, no empty, `.` or `..`
 * segment, no NUL. The root itself is the empty string where a folder is asked for.
 */
export const treePathSchema = z
  .string()
  .min(1)
  .refine(
    (path) =>
      !path.includes("\0") && path.split("/").every((part) => part !== "" && part !== "." && part !== ".."),
    {
      error: "expected a relative path with forward slashes and no . or .. segment",
    },
  );
