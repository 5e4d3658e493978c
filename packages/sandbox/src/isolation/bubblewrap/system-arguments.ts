import { existsSync, lstatSync, readlinkSync } from "node:fs";
import { systemFolders } from "../find-toolchains.ts";

export interface SystemArgumentsOptions {
  /** What is seen as /etc. */
  readonly etc: string;
  /** Of `/tmp`, and of `/dev/shm` at most; `null` where bubblewrap is too old to be told. */
  readonly temporaryBytes: number | null;
}

const maxSharedMemoryBytes = 1024 ** 3;

/** Arguments that make the system's own folders visible, and a fresh `/proc`, `/dev` and `/tmp`. */
export function systemArguments({ etc, temporaryBytes }: SystemArgumentsOptions): readonly string[] {
  return [
    ..."--proc /proc --dev /dev".split(" "),
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
    etc,
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
