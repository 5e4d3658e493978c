import type { SandboxTier } from "@kimi/contracts";
import type { ResolvedLimits } from "../limits/resolve-limits.ts";

/** One command, with everything that a tier may have to arrange for it. Paths are absolute. */
export interface IsolatedCommand {
  readonly argv: readonly [string, ...string[]];
  /** Where the tree really is. */
  readonly treeRoot: string;
  /** Where the command is to see it: the user's own folder. */
  readonly targetPath: string;
  /** Below the root of the tree; the root for the empty string. */
  readonly workingDirectory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly network: "none" | "host";
  readonly limits: ResolvedLimits;
  /** A fresh folder of this command, which is deleted after it. */
  readonly scratch: string;
  /** Below `scratch`: files to read, and where to write. */
  readonly supportFolder: string;
  readonly reportsFolder: string;
  /** Long outputs of earlier commands, to be read. */
  readonly outputFolder: string;
  readonly hasOutput: boolean;
}

/** What is really started, in which the placeholders of the command have been filled in. */
export interface Launch {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where commands see the output folder. */
  readonly seesOutputAt: string;
  /** In the environment of every process of the command that can be found from outside; `null` where none can outlive it. */
  readonly marker: string | null;
  /** Descriptor to which the launcher writes, as JSON, which process is the first in the command's own namespace; it is waited for. */
  readonly infoDescriptor?: 3;
  /** Opened for reading and handed over as descriptor 4. */
  readonly filterFile?: string;
  /** Why the command could not be started at all, judged by how the launcher ended; `null` when it was. */
  explainFailure(ended: { readonly exitCode: number | null; readonly stderr: string }): string | null;
  /** Told of the first process once it runs, and that everything has ended, or was never started. */
  onStarted?(pid: number): void;
  onEnded?(): void;
}

/** One way of keeping commands from the rest of the machine. All tiers pass the contract suite in `@kimi/sandbox/testing`. */
export interface Isolation {
  readonly tier: SandboxTier;
  /** Runs something. `null` when the tier works here, else why it does not and how to get it. */
  probe(): Promise<string | null>;
  prepare(command: IsolatedCommand): Promise<Launch>;
}
