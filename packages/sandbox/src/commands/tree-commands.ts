import { closeSync, constants, fstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CommandRequest, CommandResult, CommandRunner } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import { FolderHandle } from "../disk/folder-handle.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { baseEnvironment } from "../isolation/base-environment.ts";
import type { CommandTier } from "../isolation/choose-tier.ts";
import type { Launch } from "../isolation/isolation.ts";
import { DiskGrowth } from "../limits/disk-growth.ts";
import { resolveLimits } from "../limits/resolve-limits.ts";
import { parseToolFolder } from "../paths/parse-tool-path.ts";
import { kimiFolderName } from "../target/kimi-folder.ts";
import { ScratchFolders } from "../tree/scratch-folders.ts";
import type { TreePlace } from "../tree/tree-place.ts";
import { OverflowFolder } from "./overflow-folder.ts";
import { PlantedRepository, plantedRepositoryNote } from "./planted-repository.ts";
import { runProcess } from "./run-process.ts";
import { withReason } from "./with-reason.ts";

const outputName = "output";
const maxReportBytes = 256 * 1024 * 1024;

export interface TreeCommandsOptions {
  readonly root: string;
  readonly targetPath: string;
  readonly place: TreePlace;
  /** The user's environment, of which an allow-list is passed on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What is in force. */
  readonly tier: () => Promise<Pick<CommandTier, "isolation" | "cgroups">>;
  /** What the tree took on disk when it was opened, about. */
  readonly baseBytes: number;
  /** Told before and after each command. @default nobody is told */
  readonly onRun?: () => void;
}

/** Runs commands in one tree. */
export class TreeCommands implements CommandRunner {
  readonly #options: TreeCommandsOptions;
  readonly #growth: DiskGrowth;
  readonly #overflow: OverflowFolder;
  readonly #scratch: ScratchFolders;
  readonly #planted: PlantedRepository;

  constructor(options: TreeCommandsOptions) {
    this.#options = options;
    this.#growth = growthOf(options);
    this.#scratch = new ScratchFolders(join(options.place.folder, "commands"));
    this.#planted = new PlantedRepository(options.root === options.targetPath ? options.root : null);
    this.#overflow = new OverflowFolder(join(options.place.folder, outputName));
  }

  async run(request: CommandRequest): Promise<CommandResult> {
    const { root, targetPath, environment } = this.#options;
    const { isolation, cgroups } = await this.#options.tier();
    const workingDirectory = parseToolFolder(request.workingDirectory ?? "");
    checkFolder(root, workingDirectory);
    const limits = resolveLimits(request.limits);
    const scratch = this.#scratch.take();
    let launch: Launch | null = null;
    this.#options.onRun?.();
    try {
      const folders = makeFolders(scratch, request.supportFiles ?? {});
      launch = await isolation.prepare({
        argv: request.argv,
        treeRoot: root,
        targetPath,
        workingDirectory,
        env: { ...baseEnvironment(environment), ...request.env },
        network: request.network ?? "none",
        limits,
        scratch,
        ...folders,
        outputFolder: this.#overflow.path,
        hasOutput: this.#overflow.isUsed,
      });
      const ended = await runProcess(launch, {
        timeoutMs: request.timeoutMs ?? 120_000,
        maxOutputBytes: request.maxOutputBytes ?? 65_536,
        ...(request.signal === undefined ? {} : { signal: request.signal }),
        overflow: this.#overflow.next(launch.seesOutputAt),
        use: { limits, growth: this.#growth, cgroups },
      });
      const failure = launch.explainFailure({ exitCode: ended.exitCode, stderr: ended.stderr.text });
      if (failure !== null)
        throw new KimiError("workspace", `${request.argv[0]} could not be started: ${failure}`);
      const reports = readReports(folders.reportsFolder, request.reportFiles ?? []);
      const reasoned = withReason(ended.stderr, ended.exceeded, limits);
      const stderr = this.#planted.remove()
        ? { ...reasoned, text: `${reasoned.text}${plantedRepositoryNote}` }
        : reasoned;
      return { ...ended, stderr, tier: isolation.tier, reports };
    } finally {
      this.#planted.remove();
      launch?.onEnded?.();
      this.#options.onRun?.();
      this.#scratch.giveBack(scratch);
    }
  }
}

/** A private tree lies in its place; one in place lies elsewhere, with what is no part of it. */
function growthOf({ root, place, baseBytes }: TreeCommandsOptions): DiskGrowth {
  const isPrivate = root === place.tree;
  return new DiskGrowth({
    folders: isPrivate ? [place.folder] : [root, place.folder],
    without: [
      join(place.folder, outputName),
      ...(isPrivate ? [] : [join(root, ".git"), join(root, kimiFolderName)]),
    ],
    baseBytes,
  });
}

function checkFolder(root: string, path: string): void {
  try {
    FolderHandle.openBelow(root, path)[Symbol.dispose]();
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw error;
    throw new KimiError("workspace", `there is no folder "${path}" to run the command in`, { cause: error });
  }
}

function makeFolders(
  scratch: string,
  supportFiles: Readonly<Record<string, string>>,
): { readonly supportFolder: string; readonly reportsFolder: string } {
  const supportFolder = join(scratch, "support");
  const reportsFolder = join(scratch, "reports");
  for (const folder of [reportsFolder, supportFolder]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, content] of Object.entries(supportFiles)) {
    writeFileSync(join(supportFolder, checkName(name)), content, { mode: 0o400 });
  }
  return { supportFolder, reportsFolder };
}

/** Only regular files count: a command may have put a link to anywhere in a report's place. */
function readReports(folder: string, names: readonly string[]): Record<string, string> {
  const reports: Record<string, string> = {};
  using reportsFolder = FolderHandle.open(folder);
  for (const name of names) {
    if (reportsFolder.stat(checkName(name))?.isFile() !== true) continue;
    const file = reportsFolder.openFile(name, constants.O_RDONLY);
    try {
      const stats = fstatSync(file);
      if (stats.isFile() && stats.size <= maxReportBytes) reports[name] = readFileSync(file, "utf8");
    } finally {
      closeSync(file);
    }
  }
  return reports;
}

function checkName(name: string): string {
  if (/^[\w.-]+$/.test(name) && name !== "." && name !== "..") return name;
  throw new KimiError(
    "internal",
    `"${name}" is no name for a support or report file: expected letters, digits, ., _ and -`,
  );
}
