import type * as Crypto from "node:crypto";

let loaded: typeof Crypto | null = null;

/** `node:crypto`, loaded when it is first used: it takes longer than a look at a thousand files that are as they were. */
export function lateCrypto(): typeof Crypto {
  return (loaded ??= process.getBuiltinModule("node:crypto"));
}
