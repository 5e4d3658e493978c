import * as fc from "fast-check";

/** One entry to be planted. */
export interface Node {
  readonly name: Buffer;
  readonly kind: "file" | "folder" | "link" | "fifo" | "twin";
  readonly mode: number;
  readonly content: Uint8Array;
  /** Whether blocks of zeroes in it are left out on disk. */
  readonly hasHoles: boolean;
  /** `# file:` blocks less their first line, for `setfattr --restore`. */
  readonly attributes: string;
  /** For a twin, which of the files planted before it gets another name. */
  readonly twinOf: number;
  readonly mtimeUs: number;
  readonly children: readonly Node[];
}

const plainNames = 'a b c d.txt ä -x \\x41 q" .env z\\ node_modules .gitattributes'
  .split(" ")
  .concat("e f", "t\tb", "n\nl", "c\x01", "c\r");

/** Names that trees have in common, one of them not UTF-8. */
export const arbitraryName = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...plainNames).map((name) => Buffer.from(name)) },
  { weight: 1, arbitrary: fc.constant(Buffer.from([0x6e, 0xff, 0xc3])) },
);

/** Permissions, among them some that keep their owner out. */
export const arbitraryMode = {
  file: fc.constantFrom(0o644, 0o755, 0o600, 0o444, 0o640, 0o700, 0o4755),
  folder: fc.constantFrom(0o755, 0o700, 0o555, 0o2750, 0o1777),
};

const lines = ["one\n", "two\n", "three\r\n", "vier ü\n", "\ufeffbom\r", "no end"];
const text = fc
  .array(fc.constantFrom(...lines), { maxLength: 12 })
  .map((found) => Buffer.from(found.join("")));
const pieces = fc.array(fc.constantFrom(0, 1, 2), { minLength: 1, maxLength: 6 }).chain((kinds) =>
  fc.uint8Array({ maxLength: 5 }).map((end) => {
    // Whole blocks of zeroes and of bytes, then an end that fills no block.
    const blocks = kinds.map((kind) => Buffer.alloc(kind === 2 ? 4096 : 8192, kind === 0 ? 0 : 0x61));
    const shown = `blocks ${kinds.join("")} + ${end.length} bytes`;
    return Object.assign(Buffer.concat([...blocks, end]), { [fc.toStringMethod]: () => shown });
  }),
);

/** Contents, some with blocks of zeroes. */
export const arbitraryContent = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  { weight: 1, arbitrary: pieces },
);

// Owner and others as far as any mode allows, one more user, and a mask: as the kernel keeps access control lists.
const accessList =
  "0x0200000001000600ffffffff02000400feff000004000400ffffffff10000400ffffffff20000400ffffffff";
const defaultList =
  "0x0200000001000700ffffffff02000500feff000004000500ffffffff10000500ffffffff20000500ffffffff";
const userAttributes = [
  "user.one=0x31",
  "user.empty=0x",
  "user.\u00e4\\075b=0x00ff0a",
  "user.two=0x3232",
].map((line) => Buffer.from(line).toString("latin1"));

/** Extended attributes that every owner may set. */
export const arbitraryAttributes = {
  file: fc
    .subarray([...userAttributes, `system.posix_acl_access=${accessList}`], { minLength: 1 })
    .map(toDump),
  folder: fc
    .subarray([...userAttributes, `system.posix_acl_default=${defaultList}`], { minLength: 1 })
    .map(toDump),
};

function toDump(found: readonly string[]): string {
  return found.map((line) => `${line}\n`).join("");
}

function nodes(depth: number): fc.Arbitrary<readonly Node[]> {
  const kind = fc.constantFrom<Node["kind"]>(
    "file",
    "file",
    "file",
    "link",
    "fifo",
    "twin",
    ...(depth > 0 ? (["folder", "folder"] as const) : []),
  );
  const node = kind.chain((chosen) => {
    const like = chosen === "folder" ? "folder" : "file";
    return fc.record({
      name: arbitraryName,
      kind: fc.constant(chosen),
      mode: arbitraryMode[like],
      content: arbitraryContent,
      hasHoles: fc.boolean(),
      attributes: fc.oneof(
        { weight: 3, arbitrary: fc.constant("") },
        { weight: 1, arbitrary: arbitraryAttributes[like] },
      ),
      twinOf: fc.nat(20),
      mtimeUs: fc.integer({ min: 1_000_000, max: 4_000_000_000_000_000 }),
      children: chosen === "folder" ? nodes(depth - 1) : fc.constant([]),
    });
  });
  return fc.uniqueArray(node, { maxLength: 5, selector: ({ name }) => name.toString("hex") });
}

/** Trees of every kind of entry, three levels deep, from few names, so that two of them have much in common. */
export const arbitraryTree = nodes(2);
