import { LineIndex } from "../line-index.ts";
import type { OutlinedSection } from "../source-format.ts";
import { checkJson } from "./check-json.ts";
import type { JsonMember } from "./json-member.ts";
import { parseJsonMembers } from "./parse-json-members.ts";

/** UTF-16 units above which a member is taken apart whatever it holds: more is too much to cite. */
const maxSection = 4_000;

interface SectionStart {
  readonly offset: number;
  readonly breadcrumb: readonly string[];
}

/**
 * A section for each member of the document, named by its JSON pointer. An array of objects, and an object on the way
 * to one, gives a section for each of its members instead, so that every requirement of a plan can be cited.
 * Punctuation before the first member of something belongs to that member, what follows a member to it.
 */
export function outlineJson(text: string): readonly OutlinedSection[] {
  checkJson(text);
  const lines = new LineIndex(text);
  const root = parseJsonMembers(text);
  const starts = sectionStarts(root, { offset: 0, breadcrumb: [] }, false);
  return starts.map(({ offset, breadcrumb }, index) => ({
    title: breadcrumb.at(-1) ?? "",
    breadcrumb,
    startOffset: tidyStart(text, lines, offset),
    endOffset: tidyStart(text, lines, starts[index + 1]?.offset ?? text.length),
  }));
}

/** `start` is where the member's first section begins, and the breadcrumb down to it. */
function sectionStarts(member: JsonMember, start: SectionStart, inArray: boolean): readonly SectionStart[] {
  if (!isTakenApart(member, inArray)) return [start];
  return member.children.flatMap((child, index) =>
    sectionStarts(
      child,
      {
        offset: index === 0 ? start.offset : child.startOffset,
        breadcrumb: [...start.breadcrumb, child.pointer],
      },
      member.kind === "array",
    ),
  );
}

function isTakenApart(member: JsonMember, inArray: boolean): boolean {
  if (member.children.length === 0) return false;
  if (member.endOffset - member.startOffset > maxSection) return true;
  if (inArray) return false;
  return (member.pointer === "" && member.kind === "object") || leadsToRecords(member);
}

function leadsToRecords(member: JsonMember): boolean {
  return member.kind === "array"
    ? member.children.some(({ kind }) => kind === "object")
    : member.children.some((child) => leadsToRecords(child));
}

/** The beginning of the line where nothing but white space comes before `offset` in it. */
function tidyStart(text: string, lines: LineIndex, offset: number): number {
  const lineStart = lines.lineStart(offset);
  return offset < text.length && text.slice(lineStart, offset).trim() === "" ? lineStart : offset;
}
