import { createHash } from "node:crypto";
import type { FileEdit } from "@kimi/contracts";

/**
 * A hash that stands for the files of a tree without reading them: the last state that is known exactly, and what was
 * done to it since. Equal hashes mean equal files, as far as edits and commands do the same on the same files.
 */
export class TreeHistory {
  #hash: string;

  constructor(treeHash: string) {
    this.#hash = digest("tree", treeHash);
  }

  /** Hex SHA-256. */
  get hash(): string {
    return this.#hash;
  }

  /** Whether the tree is in exactly this state. */
  isAt(treeHash: string): boolean {
    return this.#hash === digest("tree", treeHash);
  }

  /** The tree is in this state now, whatever was before. */
  reach(treeHash: string): void {
    this.#hash = digest("tree", treeHash);
  }

  /** Entries of another state were put on top. */
  overlay(treeHash: string, paths: readonly string[]): void {
    this.#add("overlay", treeHash, ...paths);
  }

  edit(edits: readonly FileEdit[]): void {
    for (const edit of edits) {
      const content = edit.kind === "write" ? createHash("sha256").update(edit.content).digest("hex") : "";
      this.#add(edit.kind, edit.path, content, String(edit.kind === "write" ? (edit.mode ?? "") : ""));
    }
  }

  /** A command ran, and what it changed is not known. */
  command(asked: string): void {
    this.#add("command", asked);
  }

  #add(...parts: readonly string[]): void {
    this.#hash = digest(this.#hash, ...parts);
  }
}

function digest(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
