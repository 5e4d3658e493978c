import { closeSync, constants } from "node:fs";
import { join } from "node:path";
import { type DeliverableSink, treePathSchema } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import { errnoOf } from "../disk/errno-of.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { toDiskError } from "../disk/to-disk-error.ts";
import { writeWhole } from "../disk/write-durably.ts";
import { nameOf, parentOf, toRawPath } from "../paths/raw-path.ts";
import { enterOrMake, kimiFolderName, openKimiFolder } from "./kimi-folder.ts";

/** `<target>/.kimi_agent/runs/<runId>/`, where each write replaces a file whole and no link is followed. */
export class DeliverablesFolder implements DeliverableSink {
  readonly folder: string;
  readonly #targetPath: string;
  readonly #runId: string;

  /** Makes what is missing. @throws KimiError `path-refused` when a link stands in the way. */
  constructor(targetPath: string, runId: string) {
    if (!/^[\w-]+$/.test(runId))
      throw new KimiError("internal", `"${runId}" is no run id: expected letters, digits and -`);
    this.#targetPath = targetPath;
    this.#runId = runId;
    this.folder = join(targetPath, kimiFolderName, "runs", runId);
    try {
      this.#open()[Symbol.dispose]();
    } catch (error) {
      throw toDiskError(error, `${this.folder} could not be made`);
    }
  }

  async write(path: string, content: string | Uint8Array): Promise<void> {
    try {
      this.#replace(path, content);
    } catch (error) {
      throw toDiskError(error, `${join(this.folder, path)} could not be written`);
    }
  }

  #replace(path: string, content: string | Uint8Array): void {
    if (!treePathSchema.safeParse(path).success) {
      throw new KimiError("path-refused", `"${path}" is no path below the deliverables folder`);
    }
    const raw = toRawPath(path);
    using parent = this.#openBelow(parentOf(raw));
    const name = nameOf(raw);
    // The same each time, so that what a killed process left there goes with the next write. Nothing is followed.
    const temporary = `.${name}.tmp`;
    removeIfThere(parent, temporary);
    const file = parent.openFile(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644);
    try {
      writeWhole(file, typeof content === "string" ? Buffer.from(content) : content);
    } catch (error) {
      parent.unlink(temporary);
      throw error;
    } finally {
      closeSync(file);
    }
    parent.rename(temporary, parent, name);
  }

  #open(): FolderHandle {
    using target = FolderHandle.openReal(this.#targetPath);
    using kimi = openKimiFolder(target);
    using runs = enterOrMake(kimi, "runs");
    return enterOrMake(runs, this.#runId);
  }

  #openBelow(path: string): FolderHandle {
    let folder = this.#open();
    for (const segment of path === "" ? [] : path.split("/")) {
      using parent = folder;
      folder = enterOrMake(parent, segment);
    }
    return folder;
  }
}

function removeIfThere(parent: FolderHandle, name: string): void {
  try {
    parent.unlink(name);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw error;
  }
}
