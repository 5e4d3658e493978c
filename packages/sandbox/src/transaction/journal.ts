import { readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { KimiError } from "@kimi/contracts/errors";
import { z } from "zod";
import { type ProcessOwner, currentOwner, formatOwner, isAlive, parseOwner } from "../disk/process-owner.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { removeFile } from "../disk/remove-file.ts";
import { syncFolder, writeDurably } from "../disk/write-durably.ts";
import { type Step, stepSchema } from "./step.ts";

/**
 * `staging`: the tree is untouched. `committing`: to be finished. `undoing`: to be undone. `finished`, `undone`: only
 * what is ours is left to be deleted.
 */
const phases = ["staging", "committing", "undoing", "finished", "undone"] as const;
export type JournalPhase = (typeof phases)[number];

const contentSchema = z.strictObject({
  version: z.literal(2),
  /** Also the name of the staging area. */
  id: z.uuid(),
  operation: z.enum(["apply", "restore"]),
  runId: z.string(),
  targetPath: z.string().min(1),
  /** Empty while `staging`. */
  steps: z.array(stepSchema).readonly(),
});

export type JournalContent = Readonly<z.infer<typeof contentSchema>>;

/** Nobody's process: whoever comes next takes over. */
const nobody: ProcessOwner = { pid: 1, startTicks: "0", bootId: "none" };

/**
 * What a process leaves on disk while it changes a target: a file whose name tells the owner and the phase. To enter
 * a phase, or to take over from a dead process, is to rename it: a full disk does not stand in the way, and of several
 * processes that try, one succeeds.
 */
export class Journal {
  #path: string;
  #phase: JournalPhase;
  #content: JournalContent;

  private constructor(path: string, phase: JournalPhase, content: JournalContent) {
    this.#path = path;
    this.#phase = phase;
    this.#content = content;
  }

  /** Begins one of this process, on disk when it returns. */
  static begin(folder: string, content: Omit<JournalContent, "version" | "steps">): Journal {
    const whole: JournalContent = { version: 2, ...content, steps: [] };
    const path = join(folder, nameOf(currentOwner(), content.id, "staging"));
    writeDurably(path, JSON.stringify(whole));
    return new Journal(path, "staging", whole);
  }

  /**
   * Takes over the one at `path` when its owner is no more; `null` when that lives, or somebody else was faster.
   * @throws KimiError `workspace` when it is not readable: it stands for a half-changed tree and is never passed over.
   */
  static takeOver(path: string): Journal | null {
    const name = path.slice(dirname(path).length + 1);
    const owner = parseOwner(name);
    const [id = "", phaseName] = name.split(".").slice(3);
    const phase = phases.find((one) => one === phaseName);
    if (owner === null || phase === undefined) throw unreadable(path, null);
    if (isAlive(owner)) return null;
    const ours = join(dirname(path), nameOf(currentOwner(), id, phase));
    try {
      renameSync(path, ours);
    } catch (error) {
      if (errnoOf(error) === "ENOENT") return null;
      throw error;
    }
    try {
      return new Journal(ours, phase, readContent(ours));
    } catch (error) {
      renameSync(ours, path);
      throw error;
    }
  }

  get phase(): JournalPhase {
    return this.#phase;
  }

  get content(): JournalContent {
    return this.#content;
  }

  /** Where it lies, for messages. */
  get path(): string {
    return this.#path;
  }

  /** Says that all is staged; from here on it goes forward. On disk when it returns. */
  commit(steps: readonly Step[]): void {
    const content = { ...this.#content, steps };
    writeDurably(this.#path, JSON.stringify(content));
    this.#content = content;
    this.enter("committing");
  }

  /** On disk when it returns. */
  enter(phase: JournalPhase): void {
    this.#moveTo(nameOf(currentOwner(), this.#content.id, phase));
    this.#phase = phase;
    syncFolder(dirname(this.#path));
  }

  /** Leaves it to whoever comes next, this process included. Where the disk refuses even that, to later processes. */
  giveUp(): void {
    try {
      this.#moveTo(nameOf(nobody, this.#content.id, this.#phase));
    } catch {
      // Its name still tells this process, so it is taken over once that has ended.
    }
  }

  remove(): void {
    removeFile(this.#path);
    syncFolder(dirname(this.#path));
  }

  #moveTo(name: string): void {
    const path = join(dirname(this.#path), name);
    renameSync(this.#path, path);
    this.#path = path;
  }
}

function nameOf(owner: ProcessOwner, id: string, phase: JournalPhase): string {
  return `${formatOwner(owner)}.${id}.${phase}`;
}

function readContent(path: string): JournalContent {
  try {
    return contentSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): KimiError {
  return new KimiError(
    "workspace",
    `the journal ${path} cannot be read: it was written by another version of this program, or damaged. It stands for a folder that may be half changed: recover with the version that wrote it, or bring that folder back yourself and delete the journal`,
    { cause },
  );
}
