import { deflateSync } from "node:zlib";

const digits = Buffer.from(
  "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~",
);
const lineBytes = 52;

/** A `GIT binary patch` that holds both contents whole, so that it can be applied either way. */
export function binaryPatch(before: Buffer, after: Buffer): string {
  return `GIT binary patch\n${literal(after)}\n${literal(before)}\n`;
}

function literal(content: Buffer): string {
  const packed = deflateSync(content);
  const lines = Math.ceil(packed.length / lineBytes);
  const text = Buffer.allocUnsafe(lines * 2 + Math.ceil(packed.length / 4) * 5);
  let end = 0;
  for (let at = 0; at < packed.length; at += lineBytes) {
    const line = packed.subarray(at, at + lineBytes);
    end = text.writeUInt8(lengthLetter(line.length), end);
    end = writeBase85(line, text, end);
    end = text.writeUInt8(0x0a, end);
  }
  return `literal ${content.length}\n${text.toString("latin1", 0, end)}`;
}

/** `A`–`Z` for 1–26, `a`–`z` for 27–52, as a character code. */
function lengthLetter(length: number): number {
  return length <= 26 ? 64 + length : 70 + length;
}

/** Git's base 85: groups of four bytes, the last one filled up with zeros, as five digits each. Gives where it ended. */
function writeBase85(bytes: Buffer, text: Buffer, start: number): number {
  let end = start;
  for (let at = 0; at < bytes.length; at += 4) {
    let value = 0;
    for (let byte = at; byte < at + 4; byte += 1) value = value * 256 + (bytes[byte] ?? 0);
    for (let digit = 4; digit >= 0; digit -= 1) {
      text[end + digit] = digits[value % 85] ?? 0;
      value = Math.floor(value / 85);
    }
    end += 5;
  }
  return end;
}
