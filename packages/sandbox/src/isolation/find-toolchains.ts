import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { absolutePath } from "./base-environment.ts";
import { findProgram } from "./find-program.ts";
import { findSecretFiles } from "./find-secret-files.ts";
import { packageCaches } from "./package-caches.ts";

/** What commands need of the machine besides the system's own folders. */
export interface Toolchains {
  /** Absolute folders to be visible read-only, none within another. */
  readonly folders: readonly string[];
  /** Variables by which tools find them, now that HOME is another. */
  readonly env: Readonly<Record<string, string>>;
  /** The same for what was downloaded: of no use to a command that has network, since it may have to add to it. */
  readonly cacheEnv: Readonly<Record<string, string>>;
  /** Files in visible folders that hold passwords or tokens all the same. */
  readonly secretFiles: readonly string[];
}

/** Visible in any case, or not to be widened: what lies there is not looked for. */
export const systemFolders = [
  "/usr",
  "/bin",
  "/sbin",
  "/lib",
  "/lib32",
  "/lib64",
  "/libx32",
  "/nix/store",
] as const;

/** Programs whose installation, wherever links on PATH lead, is made visible. */
const programs = [
  ..."node npm npx pnpm yarn corepack bun deno python python3 pip uv poetry pytest ruby bundle java javac mvn gradle".split(
    " ",
  ),
  ..."go cargo rustc gcc g++ clang cc make cmake git php composer dotnet elixir erl ghc swift zig".split(" "),
];

/** Version managers that keep everything in one folder, without anything secret in it. */
const managed =
  /^(.*\/(?:\.(?:pyenv|nvm|rbenv|nodenv|goenv|jenv|asdf|volta|sdkman|fnm|bun)|\.local\/share\/(?:mise|rtx|fnm|pnpm|pipx|uv\/(?:tools|python))))(?:\/|$)/;

/** Variables that may be passed on where they name a folder that is made visible. */
const managerVariables = [
  "PYENV_ROOT",
  "NVM_DIR",
  "RBENV_ROOT",
  "ASDF_DIR",
  "ASDF_DATA_DIR",
  "VOLTA_HOME",
  "SDKMAN_DIR",
  "JAVA_HOME",
  "GOROOT",
];

/** Resolves toolchains from PATH and the running Node. Folders that hold `HOME`, and those in `hidden`, never appear. */
export function findToolchains(
  host: Readonly<Record<string, string | undefined>>,
  hidden: readonly string[],
): Toolchains {
  const home = host["HOME"] ?? "/nonexistent";
  const realHome = existsSync(home) ? realpathSync(home) : home;
  const path = absolutePath(host["PATH"]);
  const found = new Set<string>();
  const env: Record<string, string> = {};
  const add = (folder: string): void => {
    const isKept = [home, realHome, ...hidden].some((kept) => isWithin(kept, folder));
    if (existsSync(folder) && !isSystem(folder) && !isKept) found.add(folder);
  };
  for (const folder of path.split(":")) {
    const manager = managed.exec(folder)?.[1];
    add(manager ?? folder);
  }
  // They are looked through for each program.
  const present = [...new Set(path.split(":"))].filter((folder) => existsSync(folder));
  const tools =
    present.length === 0 ? [] : programs.flatMap((name) => findProgram(name, present.join(":")) ?? []);
  for (const tool of [process.execPath, ...tools]) add(installationOf(realpathSync(tool), realHome));
  addRust(path, home, { add, env });
  const cacheEnv = addCaches(host, home, { add, found });
  addPythonUserSite(home, { add, env });
  for (const name of managerVariables) {
    const value = host[name];
    if (value !== undefined && [...found].some((folder) => isWithin(value, folder))) env[name] = value;
  }
  const folders = withoutNested(found);
  return { folders, env, cacheEnv, secretFiles: findSecretFiles([...folders, "/usr", "/usr/local"]) };
}

/** Whether `path` is `folder` or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

interface Findings {
  readonly add: (folder: string) => void;
  readonly env: Record<string, string>;
}

/** Each folder of what was downloaded costs a mount with every command: only those that are there. */
function addCaches(
  host: Readonly<Record<string, string | undefined>>,
  home: string,
  { add, found }: Pick<Findings, "add"> & { readonly found: ReadonlySet<string> },
): Readonly<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const cache of packageCaches(host, home)) {
    for (const folder of cache.folders) add(folder);
    if (cache.folders.some((folder) => found.has(folder))) Object.assign(env, cache.env);
  }
  return env;
}

function withoutNested(folders: ReadonlySet<string>): readonly string[] {
  return [...folders]
    .toSorted()
    .filter((folder) => ![...folders].some((other) => other !== folder && isWithin(folder, other)));
}

/** rustup's proxies need its folder. */
function addRust(path: string, home: string, { add, env }: Findings): void {
  const proxy = findProgram("rustc", path);
  if (proxy === null || basename(dirname(dirname(proxy))) !== ".cargo") return;
  const rustup = join(home, ".rustup");
  add(rustup);
  if (existsSync(rustup)) env["RUSTUP_HOME"] = rustup;
}

function addPythonUserSite(home: string, { add, env }: Findings): void {
  const library = join(home, ".local", "lib");
  if (!existsSync(library)) return;
  add(library);
  env["PYTHONUSERBASE"] = join(home, ".local");
}

/** `/x` for `/x/bin/tool`, unless that holds more than a toolchain. */
function installationOf(program: string, home: string): string {
  const manager = managed.exec(program)?.[1];
  if (manager !== undefined) return manager;
  const folder = dirname(program);
  const above = dirname(folder);
  const isShared =
    above === "/" || isWithin(home, above) || [".local", ".cargo"].some((name) => above === join(home, name));
  return basename(folder) === "bin" && !isShared ? above : folder;
}

function isSystem(folder: string): boolean {
  return systemFolders.some((system) => isWithin(folder, system));
}
