import { existsSync, lstatSync, readlinkSync } from "node:fs";
import { systemFolders } from "../find-toolchains.ts";

/** What programs look up in /etc; nothing that is secret, and nothing of this machine's own set-up. */
const etc = [
  ..."ld.so.cache ld.so.conf ld.so.conf.d alternatives passwd group nsswitch.conf hosts host.conf resolv.conf".split(
    " ",
  ),
  ..."ssl ca-certificates ca-certificates.conf pki crypto-policies localtime timezone os-release debian_version".split(
    " ",
  ),
  ..."lsb-release protocols services mime.types magic terminfo fonts perl python3 python3.11 python3.12 python3.13".split(
    " ",
  ),
  ..."java-17-openjdk java-21-openjdk maven inputrc bash.bashrc profile shells locale.conf".split(" "),
];

/** Arguments that make the system's own folders visible, and a fresh `/proc`, `/dev`, `/tmp` and `/run`. */
export function systemArguments(): readonly string[] {
  return [
    ..."--proc /proc --dev /dev --tmpfs /tmp --tmpfs /run".split(" "),
    ..."--symlink ../tmp /var/tmp --symlink ../run /var/run".split(" "),
    ...systemFolders.flatMap((folder) => systemFolderArguments(folder)),
    ...etc.flatMap((name) => ["--ro-bind-try", `/etc/${name}`, `/etc/${name}`]),
  ];
}

/** `/bin` and its like are links where `/usr` has been merged. */
function systemFolderArguments(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return lstatSync(folder).isSymbolicLink()
    ? ["--symlink", readlinkSync(folder), folder]
    : ["--ro-bind", folder, folder];
}
