import { execFileSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import * as fc from "fast-check";
import { arbitraryAttributes, arbitraryContent, arbitraryMode, arbitraryName } from "./arbitrary-tree.ts";
import { setAttributes } from "./plant.ts";
import { writeWithHoles } from "./write-with-holes.ts";

/** What there is to choose from. */
interface Site {
  readonly root: string;
  readonly all: readonly Buffer[];
  readonly files: readonly Buffer[];
  readonly folders: readonly Buffer[];
  readonly others: readonly Buffer[];
  /** A name in one of the folders, of something or of nothing yet. */
  readonly fresh: Buffer;
}

const acts = {
  write: ({ files }: Site, { at, content, hasHoles }: Edit) => {
    writeWithHoles(pick(files, at), content, hasHoles);
  },
  "rewrite-with-holes": ({ files }: Site, { at, hasHoles }: Edit) => {
    const file = pick(files, at);
    writeWithHoles(file, readFileSync(file), hasHoles);
  },
  replace: ({ root, others }: Site, { at, content, hasHoles }: Edit) => {
    const temporary = Buffer.from(`${root}/temporary`);
    writeWithHoles(temporary, content, hasHoles);
    renameSync(temporary, pick(others, at));
  },
  add: ({ fresh }: Site, { content, hasHoles }: Edit) => {
    writeWithHoles(fresh, content, hasHoles);
  },
  "add-folder": ({ fresh }: Site) => {
    mkdirSync(fresh);
  },
  "add-link": ({ fresh }: Site, { name }: Edit) => {
    symlinkSync(name, fresh);
  },
  "add-fifo": ({ fresh }: Site) => {
    execFileSync("mkfifo", ["--", fresh.toString()], { stdio: "ignore" });
  },
  twin: ({ others, fresh }: Site, { at }: Edit) => {
    linkSync(pick(others, at), fresh);
  },
  rename: ({ all, fresh }: Site, { at }: Edit) => {
    renameSync(pick(all, at), fresh);
  },
  remove: ({ all }: Site, { at }: Edit) => {
    rmSync(pick(all, at), { recursive: true });
  },
  chmod: ({ all }: Site, { at, mode }: Edit) => {
    const path = pick(all, at);
    if (!lstatSync(path).isSymbolicLink()) chmodSync(path, isFolder(path) ? mode.folder : mode.file);
  },
  touch: ({ all }: Site, { at, mtimeUs }: Edit) => {
    lutimesSync(pick(all, at), mtimeUs / 1e6, mtimeUs / 1e6);
  },
  "add-attributes": ({ root, files, folders }: Site, { at, attributes }: Edit) => {
    const path = pick([...files, ...folders], at);
    setAttributes(root, [[path, attributes[isFolder(path) ? "folder" : "file"]]]);
  },
  "drop-lists": ({ files, folders }: Site, { at }: Edit) => {
    const path = pick([...files, ...folders], at);
    execFileSync("setfacl", ["--remove-all", "--", path.toString()], { stdio: "ignore" });
  },
  "drop-attribute": ({ files, folders }: Site, { at }: Edit) => {
    const path = pick([...files, ...folders], at);
    execFileSync("setfattr", ["--remove=user.one", "--", path.toString()], { stdio: "ignore" });
  },
};

const kinds = Object.keys(acts).filter((kind) => isKind(kind));

function isKind(kind: string): kind is keyof typeof acts {
  return kind in acts;
}

/** Something that a run might do to a tree. `at` and `to` choose among what is there when it is done. */
export interface Edit {
  readonly kind: keyof typeof acts;
  readonly at: number;
  readonly to: number;
  readonly name: Buffer;
  readonly content: Uint8Array;
  readonly hasHoles: boolean;
  readonly mode: { readonly file: number; readonly folder: number };
  readonly attributes: { readonly file: string; readonly folder: string };
  readonly mtimeUs: number;
}

/** Some edits, one after the other; those that are more telling come more often. */
export const arbitraryEdits = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds, "write", "twin", "twin"),
    at: fc.nat(1000),
    to: fc.nat(1000),
    name: arbitraryName,
    content: arbitraryContent,
    hasHoles: fc.boolean(),
    mode: fc.record(arbitraryMode),
    attributes: fc.record(arbitraryAttributes),
    mtimeUs: fc.integer({ min: 1_000_000, max: 4_000_000_000_000_000 }),
  }),
  { minLength: 1, maxLength: 8 },
);

/** Does them, one after the other; one that is not possible does nothing. */
export function carryOut(root: string, edits: readonly Edit[]): void {
  for (const edit of edits) {
    try {
      acts[edit.kind](survey(root, edit), edit);
    } catch (error) {
      // Something is in the way, or is no longer there.
      if (!(error instanceof Error) || !("code" in error || "status" in error)) throw error;
    }
  }
}

function survey(root: string, { to, name }: Edit): Site {
  const all = list(Buffer.from(root));
  const folders = all.filter((path) => isFolder(path));
  return {
    root,
    all,
    files: all.filter((path) => lstatSync(path).isFile()),
    folders,
    others: all.filter((path) => !isFolder(path)),
    fresh: Buffer.concat([pick([Buffer.from(root), ...folders], to), Buffer.from("/"), name]),
  };
}

function isFolder(path: Buffer): boolean {
  return lstatSync(path).isDirectory();
}

function list(folder: Buffer): readonly Buffer[] {
  const paths = readdirSync(folder, { encoding: "buffer" })
    .toSorted((a, b) => Buffer.compare(a, b))
    .map((name) => Buffer.concat([folder, Buffer.from("/"), name]));
  return paths.flatMap((path) => [path, ...(isFolder(path) ? list(path) : [])]);
}

/** Fails like a missing file where there is nothing to choose from. */
function pick(paths: readonly Buffer[], at: number): Buffer {
  return paths[at % paths.length] ?? Buffer.from("/nonexistent/file");
}
