// PKWARE APPNOTE.TXT 6.3.10: the numbers in brackets are its sections.

/** The largest value of a 32-bit field; it also means "see the zip64 field". */
export const max32 = 0xffff_ffff;
const max16 = 0xffff;

/** General purpose bit 11: the name is UTF-8 [4.4.4]. */
const utf8Name = 1 << 11;
/** Made by Unix, so that readers take the mode from the external attributes [4.4.2]. */
const madeByUnix = 3 << 8;

/** What the archive's records say of one entry. */
export interface EntryRecord {
  readonly name: Uint8Array;
  readonly mode: number;
  readonly modified: Date;
  readonly crc32: number;
  readonly method: "stored" | "deflated";
  /** Bytes, each below {@link max32}. */
  readonly compressedSize: number;
  readonly size: number;
  /** Of the local header, from the start of the archive. */
  readonly offset: number;
}

/** The local file header [4.3.7]. Sizes are known, so no data descriptor follows the content. */
export function localHeader(entry: EntryRecord): Uint8Array {
  const fixed = Buffer.alloc(30);
  fixed.writeUInt32LE(0x04034b50, 0);
  fixed.writeUInt16LE(20, 4);
  writeShared(fixed, 6, entry, 0);
  return Buffer.concat([fixed, entry.name]);
}

/** The entry's record in the central directory [4.3.12]. */
export function centralRecord(entry: EntryRecord): Uint8Array {
  const far = entry.offset >= max32;
  const zip64 = Buffer.alloc(far ? 12 : 0);
  if (far) {
    // Zip64 extended information with the one field that did not fit [4.5.3].
    zip64.writeUInt16LE(0x0001, 0);
    zip64.writeUInt16LE(8, 2);
    zip64.writeBigUInt64LE(BigInt(entry.offset), 4);
  }
  const version = far ? 45 : 20;
  const isFolder = (entry.mode & 0o170000) === 0o040000;
  const fixed = Buffer.alloc(46);
  fixed.writeUInt32LE(0x02014b50, 0);
  fixed.writeUInt16LE(madeByUnix | version, 4);
  fixed.writeUInt16LE(version, 6);
  writeShared(fixed, 8, entry, zip64.length);
  // The mode in the upper half; in the lower the DOS attribute of a folder.
  fixed.writeUInt32LE(((entry.mode << 16) | (isFolder ? 0x10 : 0)) >>> 0, 38);
  fixed.writeUInt32LE(Math.min(entry.offset, max32), 42);
  return Buffer.concat([fixed, entry.name, zip64]);
}

/** The end of the archive [4.3.14–4.3.16], in zip64 form where a field does not fit. */
export function endRecord(entries: number, directorySize: number, directoryOffset: number): Uint8Array {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(entries, max16), 8);
  end.writeUInt16LE(Math.min(entries, max16), 10);
  end.writeUInt32LE(Math.min(directorySize, max32), 12);
  end.writeUInt32LE(Math.min(directoryOffset, max32), 16);
  if (entries < max16 && directorySize < max32 && directoryOffset < max32) return end;

  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(44n, 4);
  end64.writeUInt16LE(madeByUnix | 45, 12);
  end64.writeUInt16LE(45, 14);
  end64.writeBigUInt64LE(BigInt(entries), 24);
  end64.writeBigUInt64LE(BigInt(entries), 32);
  end64.writeBigUInt64LE(BigInt(directorySize), 40);
  end64.writeBigUInt64LE(BigInt(directoryOffset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(directoryOffset + directorySize), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([end64, locator, end]);
}

/** The fields that both headers have in common, from the flags to the length of the extra field. */
function writeShared(record: Buffer, at: number, entry: EntryRecord, extraLength: number): void {
  const { date, time } = dosTime(entry.modified);
  record.writeUInt16LE(utf8Name, at);
  record.writeUInt16LE(entry.method === "deflated" ? 8 : 0, at + 2);
  record.writeUInt16LE(time, at + 4);
  record.writeUInt16LE(date, at + 6);
  record.writeUInt32LE(entry.crc32, at + 8);
  record.writeUInt32LE(entry.compressedSize, at + 12);
  record.writeUInt32LE(entry.size, at + 16);
  record.writeUInt16LE(entry.name.length, at + 20);
  record.writeUInt16LE(extraLength, at + 22);
}

/** In UTC, so that the bytes do not depend on where the archive is made; years outside 1980–2107 are clamped. */
function dosTime(instant: Date): { readonly date: number; readonly time: number } {
  const year = instant.getUTCFullYear();
  if (year < 1980) return { date: (1 << 5) | 1, time: 0 };
  if (year > 2107) return { date: (127 << 9) | (12 << 5) | 31, time: (23 << 11) | (59 << 5) | 29 };
  return {
    date: ((year - 1980) << 9) | ((instant.getUTCMonth() + 1) << 5) | instant.getUTCDate(),
    time: (instant.getUTCHours() << 11) | (instant.getUTCMinutes() << 5) | (instant.getUTCSeconds() >> 1),
  };
}
