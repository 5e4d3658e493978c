import type { Clock } from "./clock.ts";
import type { Random } from "./random.ts";

/** A time-ordered id (RFC 9562, section 5.7) from the given clock and randomness, in lower case. */
export function uuidV7(clock: Pick<Clock, "now">, random: Random): string {
  const bytes = new Uint8Array(16);
  bytes.set(random.bytes(10), 6);
  const view = new DataView(bytes.buffer);
  view.setUint16(6, (view.getUint16(6) & 0x0f_ff) | 0x70_00);
  view.setUint16(8, (view.getUint16(8) & 0x3f_ff) | 0x80_00);
  const milliseconds = clock.now().getTime();
  view.setUint16(0, Math.floor(milliseconds / 2 ** 32));
  view.setUint32(2, milliseconds % 2 ** 32);
  const hex = Buffer.from(bytes).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
