import { visit } from "jsonc-parser";
import { KimiError } from "@kimi/contracts";
import { LineIndex } from "../line-index.ts";
import type { JsonMember } from "./json-member.ts";
import { maxDepth, tooDeep } from "./json-depth.ts";
import { jsonProblem } from "./json-problem.ts";

/** An object or array that is not closed yet. */
interface OpenMember {
  readonly member: JsonMember;
  /** Keys so far, with their offsets. */
  readonly keys: Map<string, number>;
  key: { readonly name: string; readonly offset: number } | null;
}

/**
 * The members of a text that is known to be JSON, as a tree.
 * @throws KimiError `input` for a key that an object has twice, and for more than 500 levels.
 */
export function parseJsonMembers(text: string): JsonMember {
  const open: OpenMember[] = [];
  let root: JsonMember | undefined;

  const begin = (kind: JsonMember["kind"], offset: number, length: number): JsonMember => {
    const parent = open.at(-1);
    const member: JsonMember = {
      pointer: parent === undefined ? "" : `${parent.member.pointer}/${segmentIn(parent)}`,
      kind,
      startOffset: parent?.key?.offset ?? offset,
      endOffset: offset + length,
      children: [],
    };
    parent?.member.children.push(member);
    root ??= member;
    return member;
  };
  const beginContainer = (kind: JsonMember["kind"], offset: number): void => {
    if (open.length === maxDepth) throw tooDeep(text, offset);
    open.push({ member: begin(kind, offset, 1), keys: new Map(), key: null });
  };
  const endContainer = (offset: number, length: number): void => {
    const closed = open.pop();
    if (closed !== undefined) closed.member.endOffset = offset + length;
  };

  visit(text, {
    onObjectBegin: (offset) => beginContainer("object", offset),
    onArrayBegin: (offset) => beginContainer("array", offset),
    onObjectEnd: endContainer,
    onArrayEnd: endContainer,
    onLiteralValue: (_value, offset, length) => void begin("scalar", offset, length),
    onObjectProperty: (name, offset) => {
      const parent = open.at(-1);
      if (parent === undefined) return;
      const earlier = parent.keys.get(name);
      if (earlier !== undefined) throw repeatedKey(text, name, earlier, offset);
      parent.keys.set(name, offset);
      parent.key = { name, offset };
    },
  });
  if (root === undefined) throw new KimiError("internal", "A valid JSON text gave no value, expected one.");
  return root;
}

/** One segment of a JSON pointer. */
function segmentIn(parent: OpenMember): string {
  if (parent.key === null) return String(parent.member.children.length);
  return parent.key.name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function repeatedKey(text: string, name: string, earlier: number, offset: number): KimiError {
  const line = new LineIndex(text).lineAt(earlier);
  return jsonProblem(
    text,
    offset,
    `found the key ${JSON.stringify(name)} again, which the same object has in line ${line}, expected every key once: ` +
      "rename or remove one of them",
  );
}
