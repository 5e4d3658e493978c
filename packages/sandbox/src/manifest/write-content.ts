import { SparseWriter } from "../disk/sparse-writer.ts";
import type { TreeEntry } from "../manifest/tree-entry.ts";
import type { ContentSource } from "../store/content-source.ts";

/** Writes a file's content to an open, empty file: with holes where the entry has some. */
export function writeContent({ hash, isSparse }: TreeEntry, source: ContentSource, file: number): void {
  if (!isSparse) {
    source.writeTo(hash ?? "", file);
    return;
  }
  const writer = new SparseWriter();
  source.writeTo(hash ?? "", file, (to, piece) => writer.write(to, piece));
  writer.finish(file);
}
