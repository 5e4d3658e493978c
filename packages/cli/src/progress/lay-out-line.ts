import { wrapText } from "../layout/wrap-text.ts";
import type { EventLine } from "./describe-event.ts";

/** Wide enough for the names of the four personas. */
const subjectWidth = 13;

/** `coding         started`; further lines of the text stand below its first one. */
export function layOutLine({ subject, text }: EventLine, columns = Infinity): string {
  const indent = subjectWidth + 2;
  const lines = wrapText(text, Math.max(subjectWidth, columns - indent));
  return `${subject.padEnd(indent)}${lines.join(`\n${" ".repeat(indent)}`)}`;
}
