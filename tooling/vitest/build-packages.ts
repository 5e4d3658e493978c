import { execFileSync } from "node:child_process";

/** Builds all packages before the first test of the `built` project; unchanged ones come from turbo's cache. */
export function setup(): void {
  execFileSync("turbo", ["run", "build", "--output-logs=errors-only", "--log-order=grouped"], {
    cwd: new URL("../..", import.meta.url),
    stdio: ["ignore", "inherit", "inherit"],
  });
}
