import type { Change } from "@kimi/contracts";
import type { RunSession } from "../run-session.ts";
import { isCache, isFolder } from "./select-kept-changes.ts";
import { isDependencyPath } from "./write-scope.ts";

/** What tells an author's work from what tools make of it. */
export interface SourceOrigins {
  /** Paths that a tool call wrote. */
  readonly written: ReadonlySet<string>;
  /** Paths that git would not ignore, at the baseline. */
  readonly baselineSources: ReadonlySet<string>;
  /** Dependency folders that the install step filled. */
  readonly installed: ReadonlySet<string>;
}

/** What is known of a run's changes. */
export function sourceOrigins({ writes, ground, installedFolders }: RunSession): SourceOrigins {
  return {
    written: new Set(writes.map(({ path }) => path)),
    baselineSources: ground.baselineSources,
    installed: installedFolders,
  };
}

const outputFolders = new Set([
  "dist",
  "build",
  "out",
  "target",
  "coverage",
  "htmlcov",
  ".next",
  ".nuxt",
  ".svelte-kit",
  ".gradle",
  ".vercel",
]);
const outputFile = /\.(?:tsbuildinfo|egg-info|class|o|min\.js\.map)$|^\.coverage(?:\.|$)|^npm-debug\.log/;

/**
 * True for a change of what somebody wrote. Installed dependencies, caches and what builds, coverage and the like put
 * into folders of the usual names are none, unless a tool call wrote the file or it stood there before as a source.
 */
export function isSourceChange(
  change: Change,
  { written, baselineSources, installed }: SourceOrigins,
): boolean {
  const { path } = change;
  if (isFolder(change)) return false;
  if (written.has(path)) return true;
  if ([...installed].some((folder) => path.startsWith(`${folder}/`))) return false;
  if (isDependencyPath(path) || isCache(path)) return false;
  return baselineSources.has(path) || !isOutput(path);
}

function isOutput(path: string): boolean {
  const parts = path.split("/");
  return outputFile.test(parts.at(-1) ?? "") || parts.slice(0, -1).some((part) => outputFolders.has(part));
}
