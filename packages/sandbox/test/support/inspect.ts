import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";

/** Everything about one entry that can be seen from outside. Paths and names are bytes, one a character. */
export interface Inspected {
  readonly type: "file" | "folder" | "link" | "fifo" | "other";
  /** Octal. */
  readonly mode: string;
  /** Hash of a file's bytes, or a link's target. */
  readonly content: string;
  /** The names in this tree of the same file, this one included; empty for one name alone. */
  readonly names: readonly string[];
  /** Blocks of 512 bytes that are missing for the file's size; 0 when none is. */
  readonly missingBlocks: number;
  /** As `getfattr` prints them. */
  readonly attributes: string;
  readonly mtimeUs: bigint;
}

export interface InspectOptions {
  /** Entries of the root that are passed over. @default [".git", ".kimi_agent"] */
  readonly skip?: readonly string[];
}

/** An independent record of a tree: nothing of the package under test is used. The root itself is not part of it. */
export function inspect(root: string, { skip = [".git", ".kimi_agent"] }: InspectOptions = {}) {
  const found = new Map<string, Inspected>();
  const inodes = new Map<bigint, string[]>();
  const attributes = readAttributes(root);
  const visit = (folder: Buffer, relative: string): void => {
    for (const name of fs.readdirSync(folder, { encoding: "buffer" })) {
      const shown = name.toString("latin1");
      if (relative === "" && skip.includes(shown)) continue;
      const path = Buffer.concat([folder, Buffer.from("/"), name]);
      const stats = fs.lstatSync(path, { bigint: true });
      const key = relative === "" ? shown : `${relative}/${shown}`;
      const names = stats.isDirectory() ? [] : (inodes.get(stats.ino) ?? []);
      if (!stats.isDirectory()) inodes.set(stats.ino, names);
      names.push(key);
      found.set(key, { ...describe(path, stats), names, attributes: attributes.get(key) ?? "" });
      if (stats.isDirectory()) visit(path, key);
    }
  };
  visit(Buffer.from(root), "");
  return new Map(
    [...found]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, { ...one, names: one.names.length < 2 ? [] : one.names.toSorted() }]),
  );
}

function describe(path: Buffer, stats: fs.BigIntStats): Omit<Inspected, "names" | "attributes"> {
  const mtimeUs = (stats.mtimeNs + 500n) / 1000n;
  const mode = (Number(stats.mode) & 0o7777).toString(8);
  const shared = { mode, content: "", missingBlocks: 0, mtimeUs };
  if (stats.isSymbolicLink())
    return { ...shared, type: "link", content: fs.readlinkSync(path, { encoding: "latin1" }) };
  if (stats.isDirectory()) return { ...shared, type: "folder" };
  if (stats.isFIFO()) return { ...shared, type: "fifo" };
  if (!stats.isFile()) return { ...shared, type: "other" };
  const missingBlocks = Math.max(0, Math.ceil(Number(stats.size) / 512) - Number(stats.blocks));
  const content = createHash("sha256").update(fs.readFileSync(path)).digest("hex");
  return { ...shared, type: "file", content, missingBlocks };
}

/** One process for the whole tree, in the program's own words. */
function readAttributes(root: string): ReadonlyMap<string, string> {
  const printed = execFileSync(
    "getfattr",
    ["--recursive", "--physical", "--no-dereference", "--dump", "--match=-", "--encoding=hex", "."],
    {
      cwd: root,
      env: { PATH: process.env["PATH"], LC_ALL: "C" },
      encoding: "latin1",
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const blocks = printed.split("\n\n").filter((block) => block.startsWith("# file: "));
  return new Map(
    blocks.map((block) => {
      const [head = "", ...lines] = block.split("\n");
      const path = head
        .slice("# file: ".length)
        .replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
        .replace(/^\.\//, "");
      return [path, lines.join("\n")] as const;
    }),
  );
}
