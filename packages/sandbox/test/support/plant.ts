import { isUtf8 } from "node:buffer";
import { execFileSync } from "node:child_process";
import { chmodSync, linkSync, lutimesSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import type { Node } from "./arbitrary-tree.ts";
import { writeWithHoles } from "./write-with-holes.ts";

interface Planted {
  readonly path: Buffer;
  readonly node: Node;
}

/** Empties a folder and writes a tree into it. */
export function plant(root: string, tree: readonly Node[]): void {
  empty(root);
  mkdirSync(root);
  const planted: Planted[] = [];
  plantInto(Buffer.from(root), tree, planted);
  setAttributes(
    root,
    planted.map(({ path, node }) => [
      path,
      node.kind === "file" || node.kind === "folder" ? node.attributes : "",
    ]),
  );
  // Deepest first: making entries in a folder changes its time.
  for (const { path, node } of planted.toReversed()) {
    if (node.kind === "twin") continue;
    if (node.kind !== "link") chmodSync(path, node.mode);
    lutimesSync(path, node.mtimeUs / 1e6, node.mtimeUs / 1e6);
  }
}

function empty(root: string): void {
  try {
    rmSync(root, { recursive: true });
  } catch {
    // Whoever is not root has to open folders first.
    execFileSync("chmod", ["-R", "u+rwX", root]);
    rmSync(root, { recursive: true });
  }
}

/** Adds extended attributes to entries below `root`, in one process. */
export function setAttributes(root: string, dumps: readonly (readonly [Buffer, string])[]): void {
  const input = dumps
    .filter(([, dump]) => dump !== "")
    .map(([path, dump]) => {
      const escaped = path
        .toString("latin1")
        .replace(/[\n\r\\]/g, (byte) => `\\${byte.charCodeAt(0).toString(8).padStart(3, "0")}`);
      return `# file: ${escaped}\n${dump}\n`;
    })
    .join("");
  if (input === "") return;
  execFileSync("setfattr", ["--no-dereference", "--restore=-"], {
    cwd: root,
    input: Buffer.from(input, "latin1"),
    stdio: ["pipe", "ignore", "ignore"],
  });
}

function plantInto(folder: Buffer, tree: readonly Node[], planted: Planted[]): void {
  for (const node of tree) {
    const path = Buffer.concat([folder, Buffer.from("/"), node.name]);
    if (node.kind === "twin" && !plantTwin(path, node, planted)) continue;
    if (node.kind === "folder") mkdirSync(path);
    if (node.kind === "link")
      symlinkSync(Buffer.from(node.content).toString("hex").slice(0, 200) || "../..", path);
    if (node.kind === "fifo" && isUtf8(path)) execFileSync("mkfifo", ["--", path.toString()]);
    else if (node.kind === "file" || node.kind === "fifo") writeWithHoles(path, node.content, node.hasHoles);
    planted.push({ path, node });
    if (node.kind === "folder") plantInto(path, node.children, planted);
  }
}

/** Of files, links and FIFOs alike. Nothing where there is none yet. */
function plantTwin(path: Buffer, { twinOf }: Node, planted: readonly Planted[]): boolean {
  const others = planted.filter(({ node }) => node.kind !== "folder");
  const other = others[twinOf % others.length];
  if (other !== undefined) linkSync(other.path, path);
  return other !== undefined;
}
