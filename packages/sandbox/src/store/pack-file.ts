/** The bytes of a pack, at the places that its index names. */
export interface PackFile {
  /** Fills `into` from there on, as far as there is something whole to read; returns how many bytes that are. */
  read(into: Uint8Array, position: number): number;
  close(): void;
}
