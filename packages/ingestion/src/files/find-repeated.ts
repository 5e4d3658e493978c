import type { DocumentProblem } from "../document-problems.ts";

/** A problem for every file that was already given, by the same or another name. */
export function findRepeated(
  files: readonly { readonly realPath: string; readonly document: { readonly path: string } }[],
): readonly DocumentProblem[] {
  const byRealPath = new Map<string, string>();
  return files.flatMap(({ realPath, document: { path } }) => {
    const earlier = byRealPath.get(realPath);
    if (earlier === undefined) {
      byRealPath.set(realPath, path);
      return [];
    }
    const found = earlier === path ? "the document twice" : `the file that was already given as ${earlier}`;
    return [
      {
        path,
        line: null,
        column: null,
        message: `found ${found}, expected every document once: leave one out`,
      },
    ];
  });
}
