import { readFile, realpath } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import {
  type EvidenceGatherer,
  KimiError,
  type LineExplanation,
  type RunStore,
  type Workspaces,
} from "@kimi/contracts";
import { createRedactor } from "@kimi/guardrails";

export interface ExplainLineOptions {
  /** The project; may be relative. @default the nearest folder above the file that a run of the store worked on */
  readonly targetPath?: string;
}

interface Explaining {
  readonly store: RunStore;
  readonly workspaces: Pick<Workspaces, "readFile">;
  readonly evidence: Pick<EvidenceGatherer, "explainLine">;
  readonly workingDirectory: string;
  /** Whose secrets are not shown. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Who asked for a line of a file on this machine, as it stands.
 * @param place The file, absolute or relative to the working directory, and the line, 1-based.
 * @throws KimiError `input` when there is no such file or line, `usage` when no run worked on a folder that holds it.
 */
export async function explainLine(
  { store, workspaces, evidence, workingDirectory, environment }: Explaining,
  place: { readonly file: string; readonly line: number },
  options: ExplainLineOptions = {},
): Promise<LineExplanation> {
  const file = await realFile(resolve(workingDirectory, place.file));
  const targetPath =
    options.targetPath === undefined
      ? await findTarget(store, file)
      : await realpath(resolve(workingDirectory, options.targetPath));
  const path = relative(targetPath, file).split(sep).join("/");
  if (path.startsWith("../")) {
    throw new KimiError("usage", `${file} is not in ${targetPath}: expected a file of the project.`);
  }
  const readPresent = (one: string): Promise<Uint8Array | null> => readIfThere(join(targetPath, one));
  const { line } = place;
  const explained = await evidence.explainLine({ targetPath, store, workspaces, readPresent, path, line });
  const whole = Buffer.from((await readPresent(path)) ?? []).toString("utf8");
  // One line alone may not show what it is, such as one within a private key.
  const { text } = createRedactor({ environment }).redact(whole, path);
  return { ...explained, text: text.split("\n")[line - 1] ?? "" };
}

/** Links on the way to the file are followed, as they are for targets; the file itself is what the tree holds. */
async function realFile(file: string): Promise<string> {
  try {
    return join(await realpath(dirname(file)), basename(file));
  } catch (cause) {
    throw new KimiError("input", `There is no file ${file}.`, { cause });
  }
}

async function findTarget(store: Pick<RunStore, "listRuns">, file: string): Promise<string> {
  const folders = [dirname(file)];
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    folders.push(dirname(folder));
  }
  const worked: string[] = [];
  for (const targetPath of folders) {
    const runs = await store.listRuns({ targetPath, limit: Number.MAX_SAFE_INTEGER });
    if (runs.some(({ applied }) => applied)) return targetPath;
    if (runs.length > 0) worked.push(targetPath);
  }
  const [nearest] = worked;
  if (nearest !== undefined) return nearest;
  throw new KimiError(
    "usage",
    `No run in the store worked on a folder that holds ${file}: expected a file of a project that a run was started on. See the runs there are with: kimi-agent runs list`,
  );
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return null;
    throw new KimiError("workspace", `${path} cannot be read: ${String(error)}`, { cause: error });
  }
}
