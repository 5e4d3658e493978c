import { isAscii } from "node:buffer";
import type { ChildProcessByStdio, SpawnSyncReturns } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { KimiError } from "@kimi/contracts/errors";
import { lateChildProcess } from "../builtins/late-child-process.ts";
import { errnoOf } from "../disk/errno-of.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { type AttributeDump, parseAttributeDumps } from "./attribute-dump.ts";

/** What tells attributes: a program that takes paths as arguments, and one that gives it those from standard input. */
export interface AttributeProgram {
  readonly xargs: string;
  readonly getfattr: string;
  readonly options: readonly string[];
}

/** Questions about many entries of one tree, answered by one process while others are still being asked. */
export class AttributeQuestions implements Disposable {
  readonly #surroundings: { readonly cwd: string; readonly env: { readonly LC_ALL: string } };
  readonly #program: AttributeProgram;
  #child: ChildProcessByStdio<Writable, Readable, null> | null = null;
  #answer: Promise<string | null> = Promise.resolve("");
  #pending = "";

  /** Paths are below `root`. */
  constructor(root: string, program: AttributeProgram) {
    this.#surroundings = { cwd: root, env: { LC_ALL: "C" } };
    this.#program = program;
  }

  ask(path: RawPath): void {
    this.#pending += `./${path}\0`;
    if (this.#pending.length > pieceBytes) this.#send();
  }

  /** The attributes of those that have any; `null` when the program failed as a whole. */
  async answer(): Promise<ReadonlyMap<RawPath, AttributeDump> | null> {
    const printed = this.#child === null ? this.#askAtOnce() : await this.#askRest();
    return printed === null ? null : parseAttributeDumps(printed);
  }

  [Symbol.dispose](): void {
    this.#child?.kill("SIGKILL");
  }

  /** Where there are few questions: to wait here takes a third of what it takes to talk to a process in pieces. */
  #askAtOnce(): string | null {
    const pending = this.#pending;
    if (pending === "") return "";
    this.#pending = "";
    const { xargs, getfattr, options } = this.#program;
    // Arguments cannot hold bytes that are not UTF-8.
    const isPlain = isAscii(Buffer.from(pending, "latin1"));
    const { status, stdout, error } = isPlain
      ? this.#run(getfattr, [...options, ...pending.split("\0").slice(0, -1)], "")
      : this.#run(xargs, ["-0", getfattr, ...options], pending);
    if (["EMFILE", "ENFILE"].includes(errnoOf(error) ?? "")) throw tooManyOpen(getfattr);
    return status === 0 || status === (isPlain ? 1 : someMissing) ? stdout : null;
  }

  #run(program: string, options: readonly string[], input: string): SpawnSyncReturns<string> {
    return lateChildProcess().spawnSync(program, options, {
      ...this.#surroundings,
      input: Buffer.from(input, "latin1"),
      stdio: ["pipe", "pipe", "ignore"],
      encoding: "latin1",
      maxBuffer: Infinity,
    });
  }

  async #askRest(): Promise<string | null> {
    if (this.#pending !== "") this.#send();
    this.#child?.stdin.end();
    const printed = await this.#answer;
    this.#child = null;
    return printed;
  }

  #send(): void {
    this.#child ??= this.#start();
    this.#child.stdin.write(Buffer.from(this.#pending, "latin1"));
    this.#pending = "";
  }

  #start(): ChildProcessByStdio<Writable, Readable, null> {
    const { xargs, getfattr, options } = this.#program;
    const child = lateChildProcess().spawn(xargs, ["-0", getfattr, ...options], {
      ...this.#surroundings,
      stdio: ["pipe", "pipe", "ignore"],
    });
    child.on("error", () => undefined);
    const pipes: readonly (Writable | Readable | undefined)[] = [child.stdin, child.stdout];
    if (pipes.includes(undefined)) throw tooManyOpen(getfattr);
    // It ends before it has read all of them where it cannot be started.
    child.stdin.on("error", () => undefined);
    const printed: Buffer[] = [];
    child.stdout.on("data", (piece: Buffer) => printed.push(piece));
    this.#answer = new Promise((resolve) => {
      child.on("error", () => resolve(null));
      child.on("close", (code) =>
        resolve(code === 0 || code === someMissing ? Buffer.concat(printed).toString("latin1") : null),
      );
    });
    return child;
  }
}

const pieceBytes = 64 * 1024;

/** What xargs makes of a 1: one of the entries is gone, or is on a file system without attributes. */
const someMissing = 123;

function tooManyOpen(program: string): KimiError {
  return new KimiError(
    "disk",
    `${program} could not be started: too many files are open; allow more (ulimit -n) and try again`,
    { retryable: true },
  );
}
