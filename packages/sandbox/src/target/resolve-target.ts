import { realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import type { RecoveredOperation } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import { isWithin } from "../isolation/find-toolchains.ts";

/**
 * The real path of a target that can be worked on.
 * @throws KimiError `workspace` for one that is half changed, `target` when it is missing, no folder, `/`, a home folder or above one, one of the operating system, or in the way of our own
 * store.
 */
export function resolveTarget(
  targetPath: string,
  {
    store,
    userHome = homedir(),
    stuck = [],
  }: {
    readonly store: string;
    readonly userHome?: string | undefined;
    /** Changes of targets that were cut short, and that nobody could finish or undo since. */
    readonly stuck?: readonly Pick<RecoveredOperation, "targetPath" | "reason">[];
  },
): string {
  const real = realPath(resolve(targetPath));
  if (real === null)
    throw refusal(targetPath, "there is nothing there", "create the folder first, or check the path");
  if (!statSync(real).isDirectory())
    throw refusal(targetPath, "it is a file", "name the folder of the project");
  if (isWithin(realPath(userHome) ?? userHome, real)) {
    throw refusal(
      targetPath,
      real === "/" ? "it is the root of the file system" : "it is, or holds, your home folder",
      "name one project's folder",
    );
  }
  if (isOfSystem(real)) {
    throw refusal(targetPath, "it is a folder of the operating system", "name one project's folder");
  }
  if (isWithin(realPath(store) ?? store, real)) {
    throw refusal(
      targetPath,
      `it holds the store of this program, ${store}`,
      "set KIMI_AGENT_HOME to a place outside of it",
    );
  }
  if (isWithin(real, realPath(store) ?? store)) {
    throw refusal(targetPath, `it lies in the store of this program, ${store}`, "name one project's folder");
  }
  const segments = real.split("/");
  if (segments.some((segment) => segment === ".git" || segment === ".kimi_agent")) {
    throw refusal(targetPath, "it lies in a .git or .kimi_agent folder", "name the project's own folder");
  }
  const half = stuck.find((one) => one.targetPath === real);
  if (half === undefined) return real;
  throw new KimiError(
    "workspace",
    `${real} may be half changed, since a process was killed while it changed it: ${half.reason}`,
  );
}

/** What the machine itself runs by; projects of their own may lie below. */
const systemFolders: ReadonlySet<string> = new Set(
  [
    "bin boot dev etc home lib lib32 lib64 libx32 proc root run sbin sys usr var".split(" "),
    "bin include lib lib32 lib64 libexec libx32 sbin share".split(" ").map((name) => `usr/${name}`),
    "Applications Library System Users Volumes private private/etc private/var var/lib var/log".split(" "),
  ]
    .flat()
    .map((name) => `/${name}`),
);

/** Nothing below them is a file that somebody wrote, but for what is kept in memory. */
const noFiles = /^\/(?:dev(?!\/shm\/)|proc|sys)\//;

function isOfSystem(real: string): boolean {
  return systemFolders.has(real) || noFiles.test(real);
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

function refusal(path: string, found: string, advice: string): KimiError {
  return new KimiError("target", `${path} cannot be worked on: ${found}; ${advice}`);
}
