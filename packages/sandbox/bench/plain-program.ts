import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";

/** A module of this folder as JavaScript in an app that has the built package: a start of it takes no types away. */
export class PlainProgram {
  readonly #path: string;

  constructor(folder: string, name: string) {
    mkdirSync(join(folder, "node_modules/@kimi"), { recursive: true });
    symlinkSync(join(import.meta.dirname, ".."), join(folder, "node_modules/@kimi/sandbox"));
    this.#path = join(folder, `${name}.mjs`);
    const source = readFileSync(join(import.meta.dirname, `${name}.ts`), "utf8");
    writeFileSync(this.#path, stripTypeScriptTypes(source));
  }

  run(...args: readonly string[]): { readonly stdout: string; readonly stderr: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [this.#path, ...args], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return { stdout, stderr };
  }
}
