import { closeSync, openSync, readSync } from "node:fs";
import type { PackFile } from "./pack-file.ts";
import { isPressed, openPressedPack } from "./pressed-pack.ts";

/** Opens a pack, pressed or not. */
export function openPackFile(path: string): PackFile {
  if (isPressed(path)) return openPressedPack(path);
  const file = openSync(path, "r");
  return {
    read: (into, position) => readSync(file, into, 0, into.length, position),
    close: () => closeSync(file),
  };
}
