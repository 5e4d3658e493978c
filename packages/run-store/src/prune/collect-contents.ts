import type { ContentFiles } from "../contents/content-files.ts";
import type { StoreDatabase } from "../database/store-database.ts";
import { contentReferences } from "./content-references.ts";

/** Contents that are removed in one transaction: others that write wait no longer than that takes. */
const batchSize = 200;

/**
 * Removes contents that no row names any more, and content files that have no row.
 *
 * Files go within the transaction: who enters a content looks for its file within one too, so that none is removed
 * between that look and the commit. Should this transaction fail after all, its contents are still ones that no row
 * names, and the next collection, or whoever enters them, puts that right.
 */
export function collectContents(database: StoreDatabase, files: ContentFiles): void {
  const { connection } = database;
  const place = { table: "contents", runId: null };
  const unnamed = contentReferences
    .map(({ table, column }) => `NOT EXISTS (SELECT 1 FROM ${table} WHERE ${column} = contents.hash)`)
    .join(" AND ");
  const selectUnnamed = connection
    .prepare<[number], string>(`SELECT hash FROM contents WHERE ${unnamed} LIMIT ?`)
    .pluck();
  const remove = connection.prepare<[string]>("DELETE FROM contents WHERE hash = ?");
  const isKnown = connection.prepare<[string], number>("SELECT 1 FROM contents WHERE hash = ?").pluck();
  let removed = batchSize;
  while (removed === batchSize) {
    removed = database.write(place, () => {
      const hashes = selectUnnamed.all(batchSize);
      for (const hash of hashes) {
        remove.run(hash);
        files.remove(hash);
      }
      return hashes.length;
    });
  }
  for (const hashes of files.listInBatches(batchSize)) {
    database.write(place, () => {
      for (const hash of hashes) if (isKnown.get(hash) === undefined) files.remove(hash);
    });
  }
}
