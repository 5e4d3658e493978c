import { join } from "node:path";

interface PackageCache {
  /** Names the cache's folder to its tool, now that HOME is another; `null` where the tool knows by itself. */
  readonly variable: string | null;
  /** Below HOME, unless the variable says otherwise. */
  readonly folder: string;
  /** What of it is shown, when not all of it is: the rest may hold credentials. */
  readonly shown?: readonly string[];
}

/** Where tools keep what they have downloaded, so that projects build and run without network. Credentials lie elsewhere. */
const caches: readonly PackageCache[] = [
  { variable: "GOMODCACHE", folder: "go/pkg/mod" },
  { variable: "CARGO_HOME", folder: ".cargo", shown: ["registry", "git"] },
  { variable: "GRADLE_RO_DEP_CACHE", folder: ".gradle/caches", shown: ["modules-2"] },
  { variable: "PLAYWRIGHT_BROWSERS_PATH", folder: ".cache/ms-playwright" },
  { variable: "PUPPETEER_CACHE_DIR", folder: ".cache/puppeteer" },
  { variable: "CYPRESS_CACHE_FOLDER", folder: ".cache/Cypress" },
  { variable: null, folder: ".yarn/berry/cache" },
  { variable: null, folder: ".local/share/pnpm/store" },
];

/** Candidates for read-only folders, and the variable to set where one of a cache's folders is there. Paths are absolute. */
export function packageCaches(
  host: Readonly<Record<string, string | undefined>>,
  home: string,
): readonly { readonly folders: readonly string[]; readonly env: Readonly<Record<string, string>> }[] {
  return caches.map(({ variable, folder, shown }) => {
    const place = (variable === null ? undefined : host[variable]) ?? join(home, folder);
    return {
      folders: shown === undefined ? [place] : shown.map((name) => join(place, name)),
      env: variable === null ? {} : { [variable]: place },
    };
  });
}
