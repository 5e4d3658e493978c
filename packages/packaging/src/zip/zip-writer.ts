import { promisify } from "node:util";
import { crc32, deflateRaw, deflateRawSync } from "node:zlib";
import { KimiError } from "@kimi/contracts";
import { centralRecord, endRecord, type EntryRecord, localHeader, max32 } from "./zip-records.ts";
import type { ZipEntry } from "./zip-entry.ts";

const deflateInThread = promisify(deflateRaw);
/** Below this, going to another thread and back costs more than deflating. */
const smallBytes = 65_536;

/**
 * Writes a zip archive, entry after entry, that depends on nothing but the entries, their order and `modified`.
 * (The usual libraries write local time and turn `\` in a name into `/`, and so two files into one.)
 */
export class ZipWriter {
  readonly #write: (bytes: Uint8Array) => Promise<void>;
  readonly #modified: Date;
  readonly #records: EntryRecord[] = [];
  #offset = 0;

  /** `write` receives the archive in order; `modified` is given to every entry, in UTC with a resolution of 2 s. */
  constructor(modified: Date, write: (bytes: Uint8Array) => Promise<void>) {
    this.#modified = modified;
    this.#write = write;
  }

  async add({ path, mode, content }: ZipEntry): Promise<void> {
    const name = Buffer.from(path);
    if (name.length > 0xffff || content.length >= max32) {
      throw new KimiError(
        "workspace",
        `${path.slice(0, 200)} does not fit into a zip archive: the limits are 64 KiB for a path and 4 GiB for a file. ` +
          "Leave it out of the project, or shorten it.",
      );
    }
    const deflated = await deflate(content);
    const smaller = deflated.length < content.length;
    const stored = smaller ? deflated : content;
    const record: EntryRecord = {
      name,
      mode,
      modified: this.#modified,
      crc32: crc32(content),
      method: smaller ? "deflated" : "stored",
      compressedSize: stored.length,
      size: content.length,
      offset: this.#offset,
    };
    this.#records.push(record);
    await this.#emit(Buffer.concat([localHeader(record), stored]));
  }

  /** Writes the directory; nothing may be added after it. */
  async end(): Promise<void> {
    const directoryOffset = this.#offset;
    await this.#emit(Buffer.concat(this.#records.map(centralRecord)));
    await this.#emit(endRecord(this.#records.length, this.#offset - directoryOffset, directoryOffset));
  }

  async #emit(bytes: Uint8Array): Promise<void> {
    this.#offset += bytes.length;
    await this.#write(bytes);
  }
}

async function deflate(content: Uint8Array): Promise<Uint8Array> {
  if (content.length === 0) return content;
  return content.length <= smallBytes ? deflateRawSync(content) : deflateInThread(content);
}
