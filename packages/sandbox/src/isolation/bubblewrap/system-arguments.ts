import { existsSync, lstatSync, readlinkSync } from "node:fs";
import { systemFolders } from "../find-toolchains.ts";
import type { Furnishings } from "./furnishings.ts";
import { ownDevices } from "./own-devices.ts";

export interface SystemArgumentsOptions {
  readonly furnishings: Furnishings;
  /** Of `/tmp`, and of `/dev/shm` at most; `null` where bubblewrap is too old to be told. */
  readonly temporaryBytes: number | null;
}

const maxSharedMemoryBytes = 1024 ** 3;

/** Arguments that make the system's own folders visible, and a fresh `/proc`, `/dev` and `/tmp`. */
export function systemArguments({ furnishings, temporaryBytes }: SystemArgumentsOptions): readonly string[] {
  return [
    // Read-only: what root owns in /proc/sys would be root's to change even without capabilities.
    ..."--proc /proc --remount-ro /proc --dev /dev".split(" "),
    ...ownDevices(furnishings.deviceFolder).flatMap(({ path, shownAt }) => ["--dev-bind", path, shownAt]),
    ...temporaryFolder(
      "/dev/shm",
      temporaryBytes === null ? null : Math.min(temporaryBytes, maxSharedMemoryBytes),
    ),
    // It is memory too, and nobody needs to write there.
    ..."--remount-ro /dev".split(" "),
    ...temporaryFolder("/tmp", temporaryBytes),
    ..."--symlink ../tmp /var/tmp --dir /run --symlink ../run /var/run".split(" "),
    ...systemFolders.flatMap((folder) => systemFolderArguments(folder)),
    "--ro-bind",
    furnishings.etc,
    "/etc",
  ];
}

function temporaryFolder(path: string, bytes: number | null): readonly string[] {
  return bytes === null ? ["--tmpfs", path] : ["--size", String(bytes), "--tmpfs", path];
}

/** `/bin` and its like are links where `/usr` has been merged. */
function systemFolderArguments(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return lstatSync(folder).isSymbolicLink()
    ? ["--symlink", readlinkSync(folder), folder]
    : ["--ro-bind", folder, folder];
}
