import type { RunSession } from "../run-session.ts";

/** What tells a wanted change from a trace that a command left behind. */
export interface ChangeOrigins {
  /** Paths that a tool call wrote. */
  readonly written: ReadonlySet<string>;
  /** Paths that git would not ignore, now and at the baseline. */
  readonly sources: ReadonlySet<string>;
  /** Dependency folders that the install step filled. */
  readonly installed: ReadonlySet<string>;
}

/** What is known of the tree as it stands. */
export async function findOrigins(session: RunSession): Promise<ChangeOrigins> {
  const { tree, baselineSources } = session.ground;
  const sources = await tree.files.listSourceFiles();
  return {
    written: new Set(session.writes.map((write) => write.path)),
    sources: new Set([...baselineSources, ...sources.map((entry) => entry.path)]),
    installed: session.installedFolders,
  };
}
