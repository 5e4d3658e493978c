import { mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { KimiError } from "@kimi/contracts";
import { syncFolder, writeDurably } from "../disk/write-durably.ts";
import { processOwnerSchema } from "../disk/process-owner.ts";
import { stepSchema } from "./step.ts";

const journalRecordSchema = z.strictObject({
  version: z.literal(1),
  /** Also the name of the staging area. */
  id: z.uuid(),
  operation: z.enum(["apply", "restore"]),
  runId: z.string(),
  targetPath: z.string().min(1),
  owner: processOwnerSchema,
  /** `staging`: the tree is untouched. `committing`: to be finished. `undoing`: to be undone. */
  phase: z.enum(["staging", "committing", "undoing"]),
  steps: z.array(stepSchema).readonly(),
});

/** What a process leaves on disk while it changes a target. */
export type JournalRecord = Readonly<z.infer<typeof journalRecordSchema>>;

/** The journals of one store: a file each, present for as long as the operation is under way. */
export class Journals {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** On disk when it returns. */
  write(record: JournalRecord): void {
    writeDurably(this.#path(record.id), JSON.stringify(record));
  }

  remove(id: string): void {
    rmSync(this.#path(id), { force: true });
    syncFolder(this.#folder);
  }

  /** @throws KimiError `workspace` when one is not readable: it stands for a half-changed tree and is never passed over. */
  list(): readonly JournalRecord[] {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith(".json"))
      .toSorted()
      .map((name) => this.#read(join(this.#folder, name)));
  }

  #read(path: string): JournalRecord {
    try {
      return journalRecordSchema.parse(JSON.parse(readFileSync(path, "utf8")));
    } catch (error) {
      throw new KimiError(
        "workspace",
        `the journal ${path} cannot be read: it was written by another version, or damaged`,
        {
          cause: error,
        },
      );
    }
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}
