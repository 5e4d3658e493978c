import type * as Zlib from "node:zlib";

let loaded: typeof Zlib | null = null;

/** `node:zlib`, loaded when it is first used. */
export function lateZlib(): typeof Zlib {
  return (loaded ??= process.getBuiltinModule("node:zlib"));
}
