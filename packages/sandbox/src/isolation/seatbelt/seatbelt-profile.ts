import { quoteSbpl } from "./quote-sbpl.ts";

/** What one command may touch. Paths are absolute and real: the kernel compares what links have led to. */
export interface SeatbeltAccess {
  /** To be read, with all below. */
  readonly readable: readonly string[];
  /** Not to be seen, even where it lies in something readable; what is writable below it is an exception. */
  readonly hidden: readonly string[];
  /** To be read and written, with all below. */
  readonly writable: readonly string[];
  /** Also within what is hidden or writable: to be read only. */
  readonly kept: readonly string[];
  /** Within what is writable: not to be seen. */
  readonly masked: readonly string[];
  readonly network: "none" | "host";
}

/** What programs of macOS cannot start without, and nothing of the user's. */
const systemFolders = [
  ..."/bin /sbin /usr /System /Library/Apple /Library/Developer /Library/Frameworks /Library/Java /opt".split(
    " ",
  ),
  ..."/Library/Perl /Library/Python /Library/Ruby /Applications/Xcode.app /private/var/db/dyld".split(" "),
  ..."/private/var/db/timezone /private/var/db/xcode_select_link /private/var/select /private/etc/ssl".split(
    " ",
  ),
];

const systemFiles = [
  ..."/ /private/etc/hosts /private/etc/localtime /private/etc/passwd /private/etc/group".split(" "),
  ..."/private/etc/protocols /private/etc/resolv.conf /private/etc/services /private/etc/shells".split(" "),
  ..."/Library/Preferences/.GlobalPreferences.plist /dev/autofs_nowait /dev/random /dev/urandom".split(" "),
];

const devices = "/dev/null /dev/zero /dev/tty /dev/ptmx /dev/dtracehelper".split(" ");

/** Services that only look things up; none of them starts, stores or shows anything. */
const services = [
  ..."com.apple.system.opendirectoryd.libinfo com.apple.system.opendirectoryd.membership".split(" "),
  ..."com.apple.system.notification_center com.apple.system.logger com.apple.logd".split(" "),
  ..."com.apple.bsd.dirhelper com.apple.PowerManagement.control com.apple.xcodeselectd".split(" "),
];

const networkServices = "com.apple.dnssd.service com.apple.trustd com.apple.trustd.agent".split(" ");

/**
 * The profile by which `sandbox-exec` confines one command: everything is refused that is not named. Of several rules
 * for a path the last one counts. The rules a program needs to start follow Chromium's and Codex's profiles; files and
 * network are our own.
 */
export function seatbeltProfile(access: SeatbeltAccess): string {
  return [
    "(version 1)",
    "(deny default)",
    "(allow process-exec process-fork)",
    "(allow signal process-info* (target same-sandbox))",
    "(allow sysctl-read)",
    "(allow ipc-posix-sem ipc-posix-shm ipc-sysv-sem ipc-sysv-shm)",
    "(allow pseudo-tty)",
    rule("allow", "mach-lookup", "global-name", services),
    // Names and modes can be asked for anywhere, or no path could be resolved; folders cannot be listed by it.
    "(allow file-read-metadata)",
    rule("allow", "file-read* file-map-executable", "subpath", [...systemFolders, ...access.readable]),
    rule("allow", "file-read*", "literal", systemFiles),
    rule("allow", "file-read* file-write-data file-ioctl", "literal", devices),
    '(allow file-read* file-write-data file-ioctl (regex #"^/dev/ttys[0-9]+$"))',
    '(allow file-read* file-write-data (regex #"^/dev/fd/"))',
    rule("deny", "file*", "subpath", access.hidden),
    rule("allow", "file* file-map-executable", "subpath", access.writable),
    rule("allow", "file-read*", "subpath", access.kept),
    rule("deny", "file-write*", "subpath", access.kept),
    rule("deny", "file*", "subpath", access.masked),
    ...networkRules(access),
  ]
    .filter(Boolean)
    .map((line) => `${line}\n`)
    .join("");
}

/** Nothing when there is nothing to filter by: a rule without a filter would be about everything. */
function rule(
  action: "allow" | "deny",
  operations: string,
  filter: "subpath" | "literal" | "global-name",
  values: readonly string[],
): string {
  const filters = values.map((value) => `(${filter} ${quoteSbpl(value)})`);
  return filters.length === 0 ? "" : `(${action} ${operations} ${filters.join(" ")})`;
}

/** Its own loopback interface is something that macOS does not give: without network there is none at all. */
function networkRules({ network, writable }: SeatbeltAccess): readonly string[] {
  const sockets = writable.map((path) => `(subpath ${quoteSbpl(path)})`).join(" ");
  const own = sockets === "" ? [] : [`(allow network-bind network-inbound network-outbound ${sockets})`];
  if (network === "none") return own;
  return [
    ...own,
    "(allow network-bind network-inbound network-outbound (local ip) (remote ip))",
    '(allow network-outbound (literal "/private/var/run/mDNSResponder"))',
    "(allow system-socket)",
    rule("allow", "mach-lookup", "global-name", networkServices),
  ];
}
