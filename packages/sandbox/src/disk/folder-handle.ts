import {
  type BigIntStats,
  type Dirent,
  type Stats,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import { type RawPath, toDiskPath, toRawPath } from "../paths/raw-path.ts";
import { LinkInTheWayError } from "./link-in-the-way-error.ts";
import { errnoOf } from "./errno-of.ts";
import { makeFifo } from "./make-fifo.ts";

// Node names neither; both are part of Linux's interface and alike on every architecture it runs on.
const openPathOnly = 0o10000000;
const throughHandles = process.platform === "linux" && existsSync("/proc/self/fd");

/** A name in a folder, and what that tells of it. */
export type NamedEntry = Pick<Dirent, "name" | "isFile">;

/**
 * An open folder, and what can be done with the entries in it by name: `openat` and its kin, which Node lacks. On Linux
 * every call goes through `/proc/self/fd/<n>/<name>`, so neither a link nor a folder that is swapped between check and
 * use leads anywhere else. Elsewhere paths are checked component by component, and a swap in between is not noticed.
 * No call follows a link. Errors are those of `node:fs`, and {@link LinkInTheWayError} from {@link FolderHandle.enter}.
 */
export class FolderHandle implements Disposable {
  readonly #fd: number;
  readonly #base: RawPath;

  private constructor(fd: number, path: RawPath) {
    this.#fd = fd;
    this.#base = throughHandles ? `/proc/self/fd/${fd}` : path;
  }

  /** Opens an absolute path; the root itself may be reached through links. */
  static open(path: string): FolderHandle {
    const raw = toRawPath(path);
    return new FolderHandle(
      openSync(toDiskPath(raw), constants.O_DIRECTORY | (throughHandles ? openPathOnly : constants.O_RDONLY)),
      raw,
    );
  }

  /** Opens an absolute path whose last component is a folder itself. @throws LinkInTheWayError when it is a link or a file. */
  static openReal(path: string): FolderHandle {
    using above = FolderHandle.open(dirname(path));
    return path === dirname(path)
      ? above.enter(".")
      : above.enter(toRawPath(basename(path)), toRawPath(path));
  }

  /** Opens a folder below `root`, one component at a time. @throws LinkInTheWayError when the root or a component is no folder. */
  static openBelow(root: string, path: RawPath): FolderHandle {
    using folder = FolderHandle.openReal(root);
    return folder.enterBelow(path);
  }

  /** Opens a folder below this one, one component at a time. @throws LinkInTheWayError when a component is no folder. */
  enterBelow(path: RawPath): FolderHandle {
    let folder = this.enter(".");
    let walked = "";
    for (const segment of path === "" ? [] : path.split("/")) {
      walked = walked === "" ? segment : `${walked}/${segment}`;
      using parent = folder;
      folder = parent.enter(segment, walked);
    }
    return folder;
  }

  /** Opens the folder `name`. `shownAs` is its path for messages. */
  enter(name: RawPath, shownAs: RawPath = name): FolderHandle {
    try {
      const flags = constants.O_DIRECTORY | constants.O_NOFOLLOW;
      return new FolderHandle(
        openSync(this.path(name), flags | (throughHandles ? openPathOnly : constants.O_RDONLY)),
        `${this.#base}/${name}`,
      );
    } catch (error) {
      if (errnoOf(error) !== "ENOTDIR" && errnoOf(error) !== "ELOOP") throw error;
      throw new LinkInTheWayError(shownAs, this.#linkTarget(name));
    }
  }

  /** Where a link leads; `null` for anything else, also where one was until a moment ago. */
  #linkTarget(name: RawPath): RawPath | null {
    try {
      return this.readLink(name);
    } catch (error) {
      if (errnoOf(error) === null) throw error;
      return null;
    }
  }

  /** A path that leads here for as long as this is open, whatever becomes of the folder's name. For this process alone. */
  get place(): string {
    return `${Buffer.from(this.#base, "latin1").toString("utf8")}/.`;
  }

  /** What `node:fs` takes to reach `name`; for opening files, always together with `O_NOFOLLOW`. */
  path(name: RawPath): string | Buffer {
    return toDiskPath(`${this.#base}/${name}`);
  }

  list(): readonly RawPath[] {
    return readdirSync(toDiskPath(this.#base), { encoding: "latin1" });
  }

  /** The same, and which of them the folder says are files: none of them where it tells no types. */
  listEntries(): readonly NamedEntry[] {
    try {
      return readdirSync(toDiskPath(this.#base), { encoding: "latin1", withFileTypes: true });
    } catch {
      // Node looks at each name then, at the wrong place where it is not ASCII, and fails if one of them is not there.
      return this.list().map((name) => ({ name, isFile: () => false }));
    }
  }

  /** `null` when nothing is there. */
  stat(name: RawPath): BigIntStats | null {
    return lstatSync(this.path(name), { bigint: true, throwIfNoEntry: false }) ?? null;
  }

  /** The same in doubles, at less cost. */
  look(name: RawPath): Stats | null {
    return lstatSync(this.path(name), { throwIfNoEntry: false }) ?? null;
  }

  openFile(name: RawPath, flags: number, mode?: number): number {
    return openSync(this.path(name), flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, mode);
  }

  readLink(name: RawPath): RawPath {
    return readlinkSync(this.path(name), { encoding: "latin1" });
  }

  makeFolder(name: RawPath, mode: number): void {
    mkdirSync(this.path(name), { mode });
    // The mode given to mkdir passes through the umask, and is a request in a folder with a default access control list.
    if (((this.look(name)?.mode ?? 0) & 0o7777) !== mode) this.setMode(name, mode);
  }

  makeLink(name: RawPath, target: RawPath): void {
    symlinkSync(toDiskPath(target), this.path(name));
  }

  /** `name` is ASCII. @throws KimiError `workspace`. */
  makeFifo(name: string, mode: number): void {
    const path = throughHandles ? `/proc/self/fd/0/${name}` : `${this.place}/${name}`;
    makeFifo(path, mode & 0o777, this.#fd);
    // The program takes no bits beyond these.
    if (mode > 0o777) this.setMode(name, mode);
  }

  setMode(name: RawPath, mode: number): void {
    if (!throughHandles) {
      chmodSync(this.path(name), mode);
      return;
    }
    const entry = openSync(this.path(name), openPathOnly | constants.O_NOFOLLOW);
    try {
      chmodSync(`/proc/self/fd/${entry}`, mode);
    } finally {
      closeSync(entry);
    }
  }

  /** Sets the modification time, in microseconds since 1970. */
  setTime(name: RawPath, mtimeUs: number): void {
    lutimesSync(this.path(name), mtimeUs / 1e6, mtimeUs / 1e6);
  }

  rename(name: RawPath, into: FolderHandle, newName: RawPath): void {
    renameSync(this.path(name), into.path(newName));
  }

  /** Gives an entry another name; `false` where it can have no more of them, or none on this file system. */
  link(name: RawPath, into: FolderHandle, newName: RawPath): boolean {
    try {
      linkSync(this.path(name), into.path(newName));
      return true;
    } catch (error) {
      if (!["EPERM", "EMLINK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(errnoOf(error) ?? "")) throw error;
      return false;
    }
  }

  unlink(name: RawPath): void {
    unlinkSync(this.path(name));
  }

  removeFolder(name: RawPath): void {
    rmdirSync(this.path(name));
  }

  /** Makes the names in it survive a power cut. */
  sync(): void {
    const folder = openSync(this.path("."), constants.O_RDONLY | constants.O_DIRECTORY);
    fsyncSync(folder);
    closeSync(folder);
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }
}
