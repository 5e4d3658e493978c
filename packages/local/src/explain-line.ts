import { readFile, realpath } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import {
  type EvidenceGatherer,
  KimiError,
  type LineExplanation,
  type RunRecord,
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
 * @throws KimiError `input` when there is no such file or line, `usage` when no run worked on a folder that holds it,
 * `store` when the record of a run that did was altered.
 */
export async function explainLine(
  explaining: Explaining,
  place: { readonly file: string; readonly line: number },
  options: ExplainLineOptions = {},
): Promise<LineExplanation> {
  const { store, workingDirectory } = explaining;
  const file = await realFile(resolve(workingDirectory, place.file));
  const named =
    options.targetPath === undefined ? null : await realFile(resolve(workingDirectory, options.targetPath));
  if (named !== null) await readRuns(store, named);
  const targets = named === null ? await listTargets(store, file) : [named];
  const explained: LineExplanation[] = [];
  for (const targetPath of targets) {
    const found = await explainIn(explaining, targetPath, { file, line: place.line });
    // A project within a project: the outer one's runs may have written what the inner one's did not.
    if (found.runId !== null && found.writer !== null) return found;
    explained.push(found);
  }
  const [nearest] = explained;
  if (nearest === undefined) throw new Error(`Nothing was found out about ${file}.`);
  return nearest;
}

async function explainIn(
  { store, workspaces, evidence, environment }: Explaining,
  targetPath: string,
  { file, line }: { readonly file: string; readonly line: number },
): Promise<LineExplanation> {
  const path = relative(targetPath, file).split(sep).join("/");
  if (path === ".." || path.startsWith("../")) {
    throw new KimiError("usage", `${file} is not in ${targetPath}: expected a file of the project.`);
  }
  const readPresent = (one: string): Promise<Uint8Array | null> => readIfThere(join(targetPath, one));
  const explained = await evidence.explainLine({ targetPath, store, workspaces, readPresent, path, line });
  const whole = Buffer.from((await readPresent(path)) ?? []).toString("utf8");
  // One line alone may not show what it is, such as one within a private key.
  const { text } = createRedactor({ environment }).redact(whole, path);
  return { ...explained, text: text.split("\n")[line - 1] ?? "" };
}

/** Links are followed, as they are for targets. */
async function realFile(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (cause) {
    throw new KimiError("input", `There is no file ${file}.`, { cause });
  }
}

/** The folders above a file that runs are applied to, the nearest first; without one, the nearest that any worked on. */
async function listTargets(store: RunStore, file: string): Promise<readonly string[]> {
  const applied: string[] = [];
  const worked: string[] = [];
  let folder = file;
  while (folder !== dirname(folder)) {
    folder = dirname(folder);
    const runs = await readRuns(store, folder);
    if (runs.some((run) => run.applied)) applied.push(folder);
    if (runs.length > 0) worked.push(folder);
  }
  const targets = applied.length > 0 ? applied : worked.slice(0, 1);
  if (targets.length > 0) return targets;
  throw new KimiError(
    "usage",
    `No run in the store worked on a folder that holds ${file}: expected a file of a project that a run was started on. See the runs there are with: kimi-agent runs list`,
  );
}

/**
 * The runs on a target. Each is read by itself, which compares its hash: a list would take it on trust that a run is not
 * applied, and its lines then would seem to be nobody's.
 * @throws KimiError `store` when one was altered.
 */
async function readRuns(store: RunStore, targetPath: string): Promise<readonly RunRecord[]> {
  const listed = await store.listRuns({ targetPath, limit: Number.MAX_SAFE_INTEGER });
  const runs = await Promise.all(listed.map(({ id }) => store.readRun(id)));
  return runs.filter((run) => run !== null);
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
