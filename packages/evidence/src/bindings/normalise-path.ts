/** A path as a model may write it, as a path in the tree: no `./` in front, forward slashes. */
export function normalisePath(path: string): string {
  return path
    .trim()
    .replaceAll("\\", "/")
    .replace(/^(?:\.\/+)+/, "");
}
