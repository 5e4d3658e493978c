import type { ChangeSet, Redactor, Workspaces } from "@kimi/contracts";
import { decodeText } from "../workspace/decode-text.ts";

/** Characters below which a part of a secret, such as the last line of a key, is too common to be looked for. */
const shortest = 8;

/** The parts of a run that a patch for people is made with. */
export interface PatchPorts {
  readonly workspaces: Pick<Workspaces, "renderPatch" | "readFile">;
  readonly redactor: Redactor;
}

/**
 * A change set as a patch without secrets. Secrets are looked for in whole files, since a patch may show a few lines of
 * a key and not those that tell it for one; a binary file that holds any is left out. What is missing is said on top.
 */
export async function renderRedactedPatch(changeSet: ChangeSet, ports: PatchPorts): Promise<string> {
  const secrets = new Map<string, string>();
  const leftOut = new Set<string>();
  for (const { path } of changeSet.changes) {
    for (const snapshotId of [changeSet.from, changeSet.to]) {
      const content = await ports.workspaces.readFile(snapshotId, path);
      if (content === null) continue;
      const text = decodeText(content);
      const shown = text ?? Buffer.from(content).toString("latin1");
      const { findings } = ports.redactor.redact(shown, text === null ? undefined : path);
      if (text === null && findings.length > 0) leftOut.add(path);
      for (const { startOffset, endOffset, placeholder } of findings) {
        if (endOffset - startOffset >= shortest)
          secrets.set(shown.slice(startOffset, endOffset), placeholder);
      }
    }
  }
  const changes = changeSet.changes.filter((change) => !leftOut.has(change.path));
  const raw = await ports.workspaces.renderPatch({ ...changeSet, changes });
  const longestFirst = [...secrets].toSorted(([a], [b]) => b.length - a.length);
  const patch = longestFirst.reduce((text, [secret, shown]) => text.replaceAll(secret, () => shown), raw);
  const { text } = ports.redactor.redact(patch);
  const marks = [
    ...[...leftOut].map((path) => `# ${path} is left out: it is binary and holds secrets.\n`),
    ...(text === raw ? [] : ["# Secrets are replaced by placeholders: this patch cannot be applied.\n"]),
  ];
  return marks.join("") + text;
}
