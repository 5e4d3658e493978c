import { type RawPath, toRawPath } from "./raw-path.ts";

const escapable = /\\x(?=[0-9A-Fa-f]{2})/g;
const plain = /^[\x20-\x5b\x5d-\x7e]*$/;
/** Made when it is first used: few names need it, and it has to be loaded. */
let strict: InstanceType<typeof TextDecoder> | null = null;

/**
 * A raw path as people and JSON see it: UTF-8, each other byte as `\xHH`. A name that holds such an escape literally
 * has its backslash written as `\x5C`, so that {@link fromShownPath} always finds the way back.
 */
export function toShownPath(raw: RawPath): string {
  if (plain.test(raw)) return raw;
  const bytes = Buffer.from(raw, "latin1");
  const whole = decode(bytes);
  if (whole !== null) return whole.replace(escapable, "\\x5Cx");
  let shown = "";
  let valid = "";
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes[at] ?? 0);
    const character = decode(bytes.subarray(at, at + length));
    if (character === null) {
      shown += `${valid.replace(escapable, "\\x5Cx")}\\x${(bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, "0")}`;
      valid = "";
      at += 1;
    } else {
      valid += character;
      at += length;
    }
  }
  return shown + valid.replace(escapable, "\\x5Cx");
}

/** The raw path that {@link toShownPath} made `shown` from. */
export function fromShownPath(shown: string): RawPath {
  const raw = toRawPath(shown);
  if (!raw.includes("\\x")) return raw;
  return raw.replace(/\\x([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function decode(bytes: Uint8Array): string | null {
  try {
    strict ??= new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

function sequenceLength(lead: number): number {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
