import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lateCrypto } from "../builtins/late-crypto.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { removeFile } from "../disk/remove-file.ts";
import { syncFolder, writeDurably } from "../disk/write-durably.ts";
import { packFormat } from "./pack-index.ts";

/** What a generation's name begins with: of packs in another format nothing is taken for granted. */
const packsVersion = `${packFormat.magic.toString("latin1")} `;

/** The name of a store's generation, in a file of the store: as long as it stays, all that was recorded is there. */
export class StoreGeneration {
  readonly #folder: string;
  readonly #path: string;

  /** `folder` is that of the store. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#path = join(folder, "generation");
  }

  /** Begins one where there is none. */
  read(): string {
    const known = this.#known();
    if (known.startsWith(packsVersion)) return known;
    const begun = packsVersion + lateCrypto().randomUUID();
    try {
      writeDurably(this.#path, begun);
      return readFileSync(this.#path, "utf8");
    } catch (error) {
      // The disk is full: what is there can still be read, by who takes nothing for granted.
      if (errnoOf(error) === null) throw error;
      return begun;
    }
  }

  /** The next one begins when somebody asks for it. Takes no room, since the disk may be full. */
  end(): void {
    removeFile(this.#path);
    syncFolder(this.#folder);
  }

  /** The same where the disk lets itself be written to; one that does not takes no snapshot either. */
  endIfPossible(): void {
    try {
      if (existsSync(this.#path)) this.end();
    } catch (error) {
      if (errnoOf(error) === null) throw error;
    }
  }

  #known(): string {
    try {
      return readFileSync(this.#path, "utf8");
    } catch (error) {
      if (errnoOf(error) !== "ENOENT") throw error;
      return "";
    }
  }
}
