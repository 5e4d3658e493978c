import type { EntryState } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import type { FolderHandle } from "../disk/folder-handle.ts";
import { LinkInTheWayError } from "../disk/link-in-the-way-error.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { readState } from "../manifest/read-state.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";
import type { Step } from "./step.ts";

type Contents = Pick<EntryState, "type" | "hash"> | "other" | null;
const shownAtMost = 5;

/**
 * Tells from the tree alone whether all steps are done or none is, where the staging area that they need is gone.
 * Modes and times do not count.
 * @throws KimiError `workspace` that names what is neither.
 */
export function judgeSteps(root: FolderHandle, steps: readonly Step[]): "finished" | "undone" {
  const ends = new Map<RawPath, { before: Contents; after: Contents }>();
  for (const step of steps) {
    const change = contentsOf(step);
    if (change === null) continue;
    ends.set(step.path, { before: (ends.get(step.path) ?? change).before, after: change.after });
  }
  const found = [...ends].map(([path, end]) => ({ path, ...end, present: lookAt(root, path) }));
  if (found.every(({ present, after }) => isSame(present, after))) return "finished";
  if (found.every(({ present, before }) => isSame(present, before))) return "undone";
  const apart = found.filter(({ present, after }) => !isSame(present, after)).map(({ path }) => path);
  const named = apart.slice(0, shownAtMost).map(toShownPath).join(", ");
  throw new KimiError(
    "workspace",
    `its staging folder is gone, and of ${found.length} paths ${apart.length} are not as they were to become: ${named}${apart.length > shownAtMost ? ", …" : ""}. Bring them to either state (kimi-agent apply or rollback, or git) and recover again`,
  );
}

function contentsOf(step: Step): { readonly before: Contents; readonly after: Contents } | null {
  switch (step.kind) {
    case "remove":
      return { before: step.before, after: null };
    case "make-folder":
      return { before: null, after: { type: "directory", hash: null } };
    case "put":
      return step;
    default:
      return null;
  }
}

function lookAt(root: FolderHandle, path: RawPath): Contents {
  try {
    using parent = root.enterBelow(parentOf(path));
    return readState(parent, nameOf(path));
  } catch (error) {
    if (errnoOf(error) === "ENOENT" || error instanceof LinkInTheWayError) return null;
    throw error;
  }
}

function isSame(a: Contents, b: Contents): boolean {
  if (typeof a === "string" || typeof b === "string" || a === null || b === null) return a === b;
  return a.type === b.type && a.hash === b.hash;
}
