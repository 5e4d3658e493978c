/** What is larger is taken in pieces. */
export const maxRoomBytes = 1024 * 1024;

/** What takes the contents that a scan reads. */
export interface ContentSink {
  /** Whether the content of this hash is there already, so that an unchanged file need not be read. */
  has(hash: string): boolean;
  /** Whether it was nowhere, and this sink has taken it. */
  hasTaken(hash: string): boolean;
  /** Takes a small content whole. `isNew`: it is known to be nowhere yet. @default false */
  add(hash: string, content: Uint8Array, isNew?: boolean): void;
  /** Room for a content of up to {@link maxRoomBytes} bytes to be read into: good until the sink takes anything. */
  room(bytes: number): Uint8Array;
  /** Takes a small content from where the sink made room for it, which spares a copy. */
  addFromRoom(hash: string, content: Uint8Array): void;
  /** Takes a large one in pieces. */
  begin(): ContentStream;
  /** What another thread needs to take contents beside this one, with `openSharedSink`. To be followed by one `join`. */
  share(): SinkShare;
  /**
   * Takes in what the other thread kept: `left` are the hashes that it left to this one, `null` when it kept nothing.
   * Returns those that each of the two left to the other: they are in neither.
   */
  join(left: readonly string[] | null): ReadonlySet<string>;
}

/** A content that comes in pieces: ended by one of `finish` and `discard`. */
export interface ContentStream {
  write(piece: Uint8Array): void;
  /** Keeps it under its hash. */
  finish(hash: string): void;
  discard(): void;
}

/** Plain data that goes from thread to thread. */
export type SinkShare =
  | { readonly kind: "hashes" }
  | { readonly kind: "pack"; readonly folder: string; readonly claims: SharedArrayBuffer };

/** Where contents go that are not kept. */
let nobodys: Uint8Array | null = null;

/** A sink for who wants hashes alone. */
export const hashesOnly: ContentSink = {
  has: () => true,
  hasTaken: () => false,
  add: () => undefined,
  room: (bytes) => {
    nobodys ??= new Uint8Array(maxRoomBytes);
    return nobodys.subarray(0, bytes);
  },
  addFromRoom: () => undefined,
  begin: () => ({ write: () => undefined, finish: () => undefined, discard: () => undefined }),
  share: () => ({ kind: "hashes" }),
  join: () => new Set(),
};
