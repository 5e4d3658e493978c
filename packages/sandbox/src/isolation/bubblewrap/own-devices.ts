import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** A device node of ours and where commands see it. */
export interface OwnDevice {
  readonly path: string;
  readonly shownAt: string;
}

/** What bubblewrap puts into /dev, by numbers that Linux has fixed. */
const numbers = { null: [1, 3], zero: [1, 5], full: [1, 7], random: [1, 8], urandom: [1, 9], tty: [5, 0] };

/**
 * Makes the usual devices in a fresh folder, for root alone: root owns the machine's own, and a command that runs as
 * root could change the mode of `/dev/null` for everybody, capabilities or not.
 */
export function makeDevices(folder: string): void {
  mkdirSync(folder, { mode: 0o755 });
  if (process.getuid?.() !== 0) return;
  for (const [name, [major, minor]] of Object.entries(numbers)) {
    const args = ["-m", "666", join(folder, name), "c", String(major), String(minor)];
    // Containers may forbid it; they own the devices that a command could spoil there.
    if (spawnSync("mknod", args, { stdio: "ignore" }).status !== 0) return;
  }
}

/** Those that {@link makeDevices} has made in a folder, if the file system lets them be used; open to all again, whatever commands have done. */
export function ownDevices(folder: string): readonly OwnDevice[] {
  const devices = Object.keys(numbers).map((name) => ({
    path: join(folder, name),
    shownAt: join("/dev", name),
  }));
  try {
    for (const { path } of devices) chmodSync(path, 0o666);
  } catch {
    return [];
  }
  return isUsable(join(folder, "null")) ? devices : [];
}

function isUsable(device: string): boolean {
  try {
    closeSync(openSync(device, "r"));
    return true;
  } catch {
    return false;
  }
}
