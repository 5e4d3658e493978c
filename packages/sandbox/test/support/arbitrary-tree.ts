import { isUtf8 } from "node:buffer";
import { execFileSync } from "node:child_process";
import { chmodSync, lutimesSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import * as fc from "fast-check";

export interface Node {
  readonly name: Buffer;
  readonly kind: "file" | "folder" | "link" | "fifo";
  readonly mode: number;
  readonly content: Uint8Array;
  readonly mtimeUs: number;
  readonly children: readonly Node[];
}

const names = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      "a",
      "b",
      "c",
      "d.txt",
      "e f",
      "ä",
      "-x",
      "\\x41",
      'q"',
      "t\tb",
      "n\nl",
      ".env",
      "z\\",
      "c\x01",
    ),
  },
  { weight: 1, arbitrary: fc.constant(null) },
);
const mode = {
  file: fc.constantFrom(0o644, 0o755, 0o600, 0o444, 0o640),
  folder: fc.constantFrom(0o755, 0o700, 0o555),
};
const content = fc.oneof(
  fc
    .array(fc.constantFrom("one\n", "two\n", "three\r\n", "vier ü\n", "no end"), { maxLength: 12 })
    .map((lines) => Buffer.from(lines.join(""))),
  fc.uint8Array({ maxLength: 200 }),
);

function nodes(depth: number): fc.Arbitrary<readonly Node[]> {
  const kind = fc.constantFrom<Node["kind"]>(
    "file",
    "file",
    "file",
    "link",
    "fifo",
    ...(depth > 0 ? (["folder", "folder"] as const) : []),
  );
  const node = kind.chain((chosen) =>
    fc.record({
      name: names.map((name) => (name === null ? Buffer.from([0x6e, 0xff, 0xc3]) : Buffer.from(name))),
      kind: fc.constant(chosen),
      mode: mode[chosen === "folder" ? "folder" : "file"],
      content,
      mtimeUs: fc.integer({ min: 1_000_000, max: 4_000_000_000_000_000 }),
      children: chosen === "folder" ? nodes(depth - 1) : fc.constant([]),
    }),
  );
  return fc.uniqueArray(node, { maxLength: 5, selector: ({ name }) => name.toString("hex") });
}

/** Trees of every kind of entry, three levels deep, from few names, so that two of them have much in common. */
export const arbitraryTree = nodes(2);

/** Empties a folder and writes a tree into it. */
export function plant(root: string, tree: readonly Node[]): void {
  execFileSync("chmod", ["-R", "u+rwX", root]);
  rmSync(root, { recursive: true });
  mkdirSync(root);
  plantInto(Buffer.from(root), tree);
}

function plantInto(folder: Buffer, tree: readonly Node[]): void {
  for (const node of tree) {
    const path = Buffer.concat([folder, Buffer.from("/"), node.name]);
    if (node.kind === "folder") {
      mkdirSync(path);
      plantInto(path, node.children);
    } else if (node.kind === "link") symlinkSync(Buffer.from(node.content).toString("hex") || "../..", path);
    else if (node.kind === "fifo" && isUtf8(path)) execFileSync("mkfifo", ["--", path.toString()]);
    else writeFileSync(path, node.content);
    if (node.kind !== "link") chmodSync(path, node.mode);
    lutimesSync(path, node.mtimeUs / 1e6, node.mtimeUs / 1e6);
  }
}
