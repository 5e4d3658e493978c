import { isAbsolute } from "node:path";

const allowed = ["LANG", "TERM", "TZ"];

/** What of the user's environment commands see, and `CI=1`. PATH keeps absolute folders alone. */
export function baseEnvironment(host: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const env: Record<string, string> = { CI: "1", PATH: absolutePath(host["PATH"]) };
  for (const [name, value] of Object.entries(host)) {
    if (value !== undefined && (allowed.includes(name) || name.startsWith("LC_"))) env[name] = value;
  }
  return env;
}

/** The absolute folders of a PATH; the usual ones when there are none. */
export function absolutePath(path = ""): string {
  const folders = path.split(":").filter((folder) => isAbsolute(folder));
  return folders.length === 0 ? "/usr/local/bin:/usr/bin:/bin" : folders.join(":");
}
