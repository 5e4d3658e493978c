import {
  KimiError,
  treePathSchema,
  type CommandResult,
  type EditReason,
  type FolderEntry,
  type TextEdit,
  type TextMatch,
  type ToolWorkspace,
  type WriteScope,
} from "@kimi/contracts";

/** What a {@link MemoryToolWorkspace} does besides holding files. */
export interface MemoryToolWorkspaceOptions {
  /** `none` refuses every edit. @default "source" */
  readonly writeScope?: WriteScope;
  /** Answers commands. @default every command prints nothing and exits 0 */
  readonly runCommand?: (command: string) => Partial<CommandResult> | Promise<Partial<CommandResult>>;
}

/** A workspace without a disk; what was done to it can be looked at. */
export interface MemoryToolWorkspace extends ToolWorkspace {
  /** Present texts by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Every accepted edit, in order. */
  readonly edits: readonly { readonly edits: readonly TextEdit[]; readonly reason: EditReason }[];
  /** Every command, in order. */
  readonly commands: readonly { readonly command: string; readonly reason: EditReason }[];
}

const quietSuccess: CommandResult = {
  exitCode: 0,
  signal: null,
  timedOut: false,
  stdout: { text: "", totalBytes: 0 },
  stderr: { text: "", totalBytes: 0 },
  durationMs: 0,
  tier: "none",
  reports: {},
};

/** A {@link ToolWorkspace} over texts in memory, for tests of personas and tools. */
export function createMemoryToolWorkspace(
  initial: Readonly<Record<string, string>> = {},
  { writeScope = "source", runCommand = () => ({}) }: MemoryToolWorkspaceOptions = {},
): MemoryToolWorkspace {
  const files = new Map(Object.entries(initial));
  const edits: { edits: readonly TextEdit[]; reason: EditReason }[] = [];
  const commands: { command: string; reason: EditReason }[] = [];
  return {
    writeScope,
    files,
    edits,
    commands,
    list: async (folder) => listFolder(files, folder),
    listSourceFiles: async () => [...files.keys()].toSorted().map((path) => entryOf(files, path)),
    readText: async (path) => files.get(checkPath(path)) ?? null,
    search: async ({ pattern, path, glob, ignoreCase = false, maxMatches = 200 }) => {
      const expression = new RegExp(pattern, ignoreCase ? "iu" : "u");
      const found = [...files].flatMap(([file, text]) =>
        isWithin(file, path) && matchesGlob(file, glob) ? matchesOf(file, text, expression) : [],
      );
      return { matches: found.slice(0, maxMatches), truncated: found.length > maxMatches };
    },
    edit: async (wanted, reason) => {
      if (writeScope === "none") throw new KimiError("path-refused", "This persona writes nothing.");
      for (const { path } of wanted) checkPath(path);
      for (const edit of wanted) {
        if (edit.kind === "write") files.set(edit.path, edit.text);
        else files.delete(edit.path);
      }
      edits.push({ edits: wanted, reason });
    },
    runCommand: async (command, { reason }) => {
      commands.push({ command, reason });
      return { ...quietSuccess, ...(await runCommand(command)) };
    },
  };
}

function checkPath(path: string): string {
  if (treePathSchema.safeParse(path).success && !path.startsWith(".git/")) return path;
  throw new KimiError("path-refused", `${path} is not a path within the project.`);
}

function listFolder(files: ReadonlyMap<string, string>, folder: string): readonly FolderEntry[] {
  const prefix = folder === "" ? "" : `${checkPath(folder)}/`;
  const names = [...files.keys()]
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length));
  if (names.length === 0) throw new KimiError("workspace", `There is no folder ${folder}.`);
  const children = new Set(names.map((name) => name.split("/")[0] ?? name));
  return [...children].toSorted().map((name) => entryOf(files, prefix + name));
}

function entryOf(files: ReadonlyMap<string, string>, path: string): FolderEntry {
  const text = files.get(path);
  return text === undefined
    ? { path, type: "directory", size: 0 }
    : { path, type: "file", size: Buffer.byteLength(text) };
}

function isWithin(file: string, path: string | undefined): boolean {
  return path === undefined || file === path || file.startsWith(`${path}/`);
}

/** Only globs on the name, such as `*.ts`. */
function matchesGlob(file: string, glob: string | undefined): boolean {
  return glob === undefined || (glob.startsWith("*") ? file.endsWith(glob.slice(1)) : file.endsWith(glob));
}

function matchesOf(path: string, text: string, expression: RegExp): readonly TextMatch[] {
  return text
    .split("\n")
    .flatMap((line, index) => (expression.test(line) ? [{ path, line: index + 1, text: line }] : []));
}
