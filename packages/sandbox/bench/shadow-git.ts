import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** A repository beside a tree that records all of it, as git-based checkpoints do. */
export class ShadowGit {
  readonly #env: NodeJS.ProcessEnv;
  readonly #target: string;

  constructor(folder: string, target: string) {
    this.#target = target;
    this.#env = {
      PATH: process.env["PATH"],
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_DIR: join(folder, "shadow.git"),
      GIT_WORK_TREE: target,
    };
    this.#git("init", "-q");
  }

  record(): string {
    this.#git("add", "-A", "-f", ".");
    return this.#git("write-tree").trim();
  }

  restore(tree: string): void {
    this.#git("read-tree", tree);
    this.#git("checkout-index", "-a", "-f", "-q");
    this.#git("clean", "-qfdx");
  }

  #git(...args: readonly string[]): string {
    return execFileSync("git", args, { cwd: this.#target, env: this.#env, encoding: "utf8" });
  }
}
