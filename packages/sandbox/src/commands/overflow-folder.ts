import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { OverflowFile } from "./overflow-file.ts";

const maxFileBytes = 64 * 1024 * 1024;
const keptCommands = 8;

/** Where the long outputs of one tree's commands are kept: `<n>.stdout` and `<n>.stderr`, those of the last few commands. */
export class OverflowFolder {
  readonly path: string;
  #commands = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** Whether there is anything in it. */
  get isUsed(): boolean {
    return existsSync(this.path) && readdirSync(this.path).length > 0;
  }

  /** The files of the next command; `shownAt` is where later commands see the folder. */
  next(shownAt: string): { readonly stdout: OverflowFile; readonly stderr: OverflowFile } {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    this.#commands += 1;
    const number = this.#commands;
    for (const stream of ["stdout", "stderr"])
      rmSync(join(this.path, `${number - keptCommands}.${stream}`), { force: true });
    const file = (stream: string): OverflowFile =>
      new OverflowFile(
        join(this.path, `${number}.${stream}`),
        `${shownAt}/${number}.${stream}`,
        maxFileBytes,
      );
    return { stdout: file("stdout"), stderr: file("stderr") };
  }
}
