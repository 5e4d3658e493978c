import { BlobStore } from "./blob-store.ts";
import { ClaimedHashes } from "./claimed-hashes.ts";
import { type ContentSink, type SinkShare, hashesOnly } from "./content-sink.ts";
import { PackWriter } from "./pack-writer.ts";

/** A second thread's part of a sink. Disposing without `commit` drops what it took. */
export interface SharedSink extends Disposable {
  readonly sink: ContentSink;
  /** Keeps what it took. Returns the hashes that it left to the first thread. */
  commit(): readonly string[];
}

/** Opens, in another thread, what {@link ContentSink.share} gave. */
export function openSharedSink(share: SinkShare): SharedSink {
  if (share.kind === "hashes")
    return { sink: hashesOnly, commit: () => [], [Symbol.dispose]: () => undefined };
  const store = new BlobStore(share.folder);
  const pack = new PackWriter(share.folder, store, new ClaimedHashes(share.claims));
  return {
    sink: pack,
    commit: () => {
      pack.commit();
      return pack.left;
    },
    [Symbol.dispose]: () => pack[Symbol.dispose](),
  };
}
