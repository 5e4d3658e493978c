import type { Redactor, WorkspaceFiles } from "@kimi/contracts";

const searches = [
  { pattern: "-----BEGIN [A-Z0-9 ]*PRIVATE KEY" },
  { pattern: "^\\s*(export\\s+)?\\w+\\s*[=:]", glob: "{.env*,*.env}" },
];

/**
 * Shows the redactor the files of a tree in which secrets lie whole, ignored by git or not: a command may print a line
 * from within one, which by itself looks like anything.
 */
export async function learnSecrets(files: WorkspaceFiles, redactor: Redactor): Promise<void> {
  if (redactor.learn === undefined) return;
  const found = await Promise.all(
    searches.map((search) => files.search({ ...search, includeIgnored: true, maxMatches: 1_000 })),
  );
  const paths = new Set(found.flatMap(({ matches }) => matches.map(({ path }) => path)));
  for (const path of paths) {
    const content = await files.read(path);
    if (content !== null) redactor.learn(Buffer.from(content).toString("utf8"), path);
  }
}
