import type { ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { KimiError } from "@kimi/contracts/errors";
import { lateChildProcess } from "../builtins/late-child-process.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { type AttributeDump, parseAttributeDumps } from "./attribute-dump.ts";

/** Questions about many entries of one tree, answered by one process while others are still being asked. */
export class AttributeQuestions implements Disposable {
  readonly #root: string;
  readonly #command: readonly string[];
  #child: ChildProcessByStdio<Writable, Readable, null> | null = null;
  #answer: Promise<string | null> = Promise.resolve("");
  #pending = "";

  /** `command` takes paths below `root`, each with a NUL behind it, from its standard input. */
  constructor(root: string, command: readonly string[]) {
    this.#root = root;
    this.#command = command;
  }

  ask(path: RawPath): void {
    this.#pending += `./${path}\0`;
    if (this.#pending.length > pieceBytes) this.#send();
  }

  /** The attributes of those that have any; `null` when the program failed as a whole. */
  async answer(): Promise<ReadonlyMap<RawPath, AttributeDump> | null> {
    if (this.#pending !== "") this.#send();
    this.#child?.stdin.end();
    const printed = await this.#answer;
    this.#child = null;
    return printed === null ? null : parseAttributeDumps(printed);
  }

  [Symbol.dispose](): void {
    this.#child?.kill("SIGKILL");
  }

  #send(): void {
    this.#child ??= this.#start();
    this.#child.stdin.write(Buffer.from(this.#pending, "latin1"));
    this.#pending = "";
  }

  #start(): ChildProcessByStdio<Writable, Readable, null> {
    const [program = "", ...options] = this.#command;
    const child = lateChildProcess().spawn(program, options, {
      cwd: this.#root,
      env: { LC_ALL: "C" },
      stdio: ["pipe", "pipe", "ignore"],
    });
    child.on("error", () => undefined);
    const pipes: readonly (Writable | Readable | undefined)[] = [child.stdin, child.stdout];
    if (pipes.includes(undefined)) {
      throw new KimiError(
        "disk",
        `${program} could not be started: too many files are open; allow more (ulimit -n) and try again`,
        { retryable: true },
      );
    }
    // It ends before it has read all of them where it cannot be started.
    child.stdin.on("error", () => undefined);
    const printed: Buffer[] = [];
    child.stdout.on("data", (piece: Buffer) => printed.push(piece));
    this.#answer = new Promise((resolve) => {
      child.on("error", () => resolve(null));
      // 123: one of the entries is gone, or is on a file system without attributes.
      child.on("close", (code) =>
        resolve(code === 0 || code === 123 ? Buffer.concat(printed).toString("latin1") : null),
      );
    });
    return child;
  }
}

const pieceBytes = 64 * 1024;
