import { createHash } from "node:crypto";
import type { RunSession } from "../run-session.ts";
import { decodeText } from "../workspace/decode-text.ts";

/** A file that the run wrote, as it is now. */
export interface CodeObject {
  readonly path: string;
  /** Permission bits; `null` when the run deleted the file. */
  readonly mode: number | null;
  /** Hex SHA-256 of the bytes in the tree; `null` when deleted. */
  readonly hash: string | null;
  /** Redacted; `null` when deleted or not text. */
  readonly content: string | null;
  readonly requirements: readonly string[];
}

/** Every file that tool calls wrote, sorted by path, with the requirements the calls named. */
export async function collectCodeObjects(session: RunSession): Promise<readonly CodeObject[]> {
  const { tree, baseline } = session.ground;
  const present = await tree.snapshot();
  const { workspaces } = session.ports;
  const { changes } = await workspaces.changeSet(baseline.id, present.id);
  const modes = new Map(changes.map((change) => [change.path, change.after?.mode ?? null]));
  const paths = [...new Set(session.writes.map((write) => write.path))].toSorted();
  return Promise.all(
    paths.map(async (path) => {
      const content = await workspaces.readFile(present.id, path);
      const text = content === null ? null : decodeText(content);
      const requirements = session.writes
        .filter((write) => write.path === path)
        .flatMap((write) => write.requirements);
      return {
        path,
        mode: content === null ? null : (modes.get(path) ?? null),
        hash: content === null ? null : createHash("sha256").update(content).digest("hex"),
        content: text === null ? null : session.ports.redactor.redact(text, path).text,
        requirements: [...new Set(requirements)].toSorted(),
      };
    }),
  );
}
