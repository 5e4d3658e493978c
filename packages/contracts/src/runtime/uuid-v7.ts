import type { Clock } from "./clock.ts";
import type { Random } from "./random.ts";

/** A time-ordered id (RFC 9562, section 5.7) from the given clock and randomness, in lower case. */
export function uuidV7(clock: Clock, random: Random): string {
  const bytes = new Uint8Array(random.bytes(16));
  new DataView(bytes.buffer).setBigUint64(
    0,
    (BigInt(clock.now().getTime()) << 16n) | BigInt((bytes[6]! << 8) | bytes[7]!),
  );
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
