import { lateChildProcess } from "../builtins/late-child-process.ts";
import { KimiError } from "@kimi/contracts/errors";
import type { FolderHandle } from "../disk/folder-handle.ts";
import { absolutePath } from "../isolation/base-environment.ts";
import { findProgram } from "../isolation/find-program.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { type AttributeDump, formatAttributeDump, namesIn, parseAttributeDumps } from "./attribute-dump.ts";
import { type AttributeProgram, AttributeQuestions } from "./attribute-questions.ts";

/**
 * Reads and writes extended attributes, for which Node has no call, by the programs of the package `attr`. Names and
 * values pass through standard input, since arguments cannot hold bytes that are not UTF-8.
 */
export class AttributeTool {
  readonly #asking: AttributeProgram;
  readonly #setfattr: string;

  private constructor(xargs: string, getfattr: string, setfattr: string) {
    const options = ["--dump", "--match=-", "--no-dereference", "--absolute-names", "--encoding=hex", "--"];
    this.#asking = { xargs, getfattr, options };
    this.#setfattr = setfattr;
  }

  /** `null` where one of the programs is missing. */
  static find(searchPath: string): AttributeTool | null {
    const path = absolutePath(searchPath);
    const [xargs, getfattr, setfattr] = ["xargs", "getfattr", "setfattr"].map((name) =>
      findProgram(name, path),
    );
    // Elsewhere programs of these names know nothing of what the system itself keeps as attributes.
    if (process.platform !== "linux" || !xargs || !getfattr || !setfattr) return null;
    return new AttributeTool(xargs, getfattr, setfattr);
  }

  /** Begins to ask for attributes below `root`. No process is started before the first question. */
  open(root: string): AttributeQuestions {
    return new AttributeQuestions(root, this.#asking);
  }

  /** Gives entries below a folder, by path from there, attributes on top of those that they have. @throws KimiError `workspace`. */
  add(folder: FolderHandle, dumps: Iterable<readonly [RawPath, AttributeDump]>): void {
    const input = [...dumps].map(([path, dump]) => formatAttributeDump(path, dump)).join("");
    if (input !== "") run(folder, [this.#setfattr, "--no-dereference", "--restore=-"], input);
  }

  /** Gives an entry of a folder these attributes and no others. @throws KimiError `workspace`. */
  set(folder: FolderHandle, name: RawPath, dump: AttributeDump): void {
    // Its status says nothing: where the file system has no attributes, there are none.
    const { xargs, getfattr, options } = this.#asking;
    const { stdout } = spawn(folder, [xargs, "-0", getfattr, ...options], `./${name}\0`);
    const present = parseAttributeDumps(stdout).get(name) ?? "";
    if (present === dump) return;
    const wanted = new Set(namesIn(dump));
    for (const attribute of namesIn(present))
      if (!wanted.has(attribute)) this.#remove(folder, name, attribute);
    this.add(folder, dump === "" ? [] : [[name, dump]]);
  }

  /** What is made in a folder takes over the folder's default access control list: takes that list away. */
  stopInheritance(folder: FolderHandle): void {
    const { status } = spawn(folder, [this.#setfattr, "--remove=system.posix_acl_default", "."], "");
    // 1: there was none.
    if (status !== 0 && status !== 1) throw failed(this.#setfattr, `it ended with ${status}`);
  }

  #remove(folder: FolderHandle, name: RawPath, attribute: string): void {
    const command = [this.#asking.xargs, "-0", this.#setfattr, "--no-dereference"];
    run(folder, command, `--remove=${attribute}\0--\0./${name}\0`);
  }
}

function run(folder: FolderHandle, command: readonly string[], input: string): string {
  const { status, stdout, stderr, error } = spawn(folder, command, input);
  if (status === 0) return stdout;
  throw failed(command[0] ?? "", error?.message ?? stderr.trim().split("\n").slice(0, 3).join("; "), error);
}

function spawn(folder: FolderHandle, [program = "", ...options]: readonly string[], input: string) {
  return lateChildProcess().spawnSync(program, options, {
    // The kernel resolves it in the child, which has the same descriptors until it becomes the program.
    cwd: folder.path(".").toString(),
    env: { LC_ALL: "C" },
    input: Buffer.from(input, "latin1"),
    encoding: "latin1",
    maxBuffer: Infinity,
  });
}

function failed(program: string, reason: string, cause?: unknown): KimiError {
  return new KimiError("workspace", `extended attributes could not be read or set: ${program}: ${reason}`, {
    cause,
  });
}
