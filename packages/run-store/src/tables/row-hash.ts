import { hash as digest } from "node:crypto";
import { damagedRow } from "../database/parse-row.ts";
import type { StorePlace } from "../database/store-place.ts";

/** The columns of a row, each under its name. */
export type RowColumns = Readonly<Record<string, string | number | null>>;

/** Hex SHA-256 over a row's columns, whatever order they come in. */
export function rowHash(row: RowColumns): string {
  const columns = Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return digest("sha256", JSON.stringify(columns));
}

/**
 * The row without its hash, which was compared.
 * @throws KimiError `store` for a row that is not what the program wrote; `which` says which one it is.
 */
export function checkRow<Row extends RowColumns & { readonly rowHash: string }>(
  place: StorePlace,
  which: string,
  row: Row,
): Omit<Row, "rowHash"> {
  const { rowHash: expected, ...columns } = row;
  if (rowHash(columns) !== expected) throw damagedRow(place, `${which} was altered: its hash does not fit`);
  return columns;
}
