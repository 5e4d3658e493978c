import { mkdirSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { OverflowFile } from "./overflow-file.ts";

const maxFileBytes = 64 * 1024 * 1024;
const keptFiles = 8;

/** Where the long outputs of one tree's commands are kept: `<n>.stdout` and `<n>.stderr`, the last few of them. */
export class OverflowFolder {
  readonly path: string;
  readonly #files: string[] = [];
  #commands = 0;

  /** `path` is made with the first file. */
  constructor(path: string) {
    this.path = path;
  }

  /** Whether there is anything in it. */
  get isUsed(): boolean {
    return this.#files.length > 0;
  }

  /** What takes the streams of the next command; `shownAt` is where later commands see the folder. */
  next(shownAt: string): { readonly stdout: OverflowFile; readonly stderr: OverflowFile } {
    this.#commands += 1;
    const number = this.#commands;
    const file = (stream: string): OverflowFile => {
      const name = `${number}.${stream}`;
      return new OverflowFile(() => this.#open(name), `${shownAt}/${name}`, maxFileBytes);
    };
    return { stdout: file("stdout"), stderr: file("stderr") };
  }

  #open(name: string): number {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    const file = openSync(join(this.path, name), "w", 0o600);
    this.#files.push(name);
    const oldest = this.#files.length > keptFiles ? this.#files.shift() : undefined;
    if (oldest !== undefined) rmSync(join(this.path, oldest), { force: true });
    return file;
  }
}
