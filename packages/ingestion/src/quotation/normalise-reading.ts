import { ReadingBuilder, type Reading } from "./reading.ts";

/** Runs of white space and invisible characters, quotation marks, dashes, and the ellipsis. */
const irregular =
  /[\s\u00AD\u200B-\u200D\u2060\uFEFF]+|[\u2018-\u201B\u2032]|[\u201C-\u201F\u2033]|[\u2010-\u2015\u2212]|\u2026/g;
/** Soft hyphen, zero-width characters, byte order mark. */
const invisible = /[\u00AD\u200B-\u200D\u2060\uFEFF]+/g;

/**
 * The same reading with every run of white space as one blank, straight quotation marks, hyphens for dashes, three
 * dots for an ellipsis, and without invisible characters.
 */
export function normaliseReading(reading: Reading): Reading {
  const { text, starts, ends } = reading;
  const builder = new ReadingBuilder();
  let done = 0;
  const copyTo = (end: number): void => {
    for (; done < end; done += 1) builder.append(text.charAt(done), starts[done] ?? 0, ends[done] ?? 0);
  };
  for (const { index, 0: found } of text.matchAll(irregular)) {
    copyTo(index);
    done = index + found.length;
    builder.append(regular(found), starts[index] ?? 0, ends[done - 1] ?? 0);
  }
  copyTo(text.length);
  return builder.build();
}

/** {@link normaliseReading} for a text by itself. */
export function normaliseText(text: string): string {
  return text.replaceAll(irregular, regular);
}

function regular(found: string): string {
  if (/[\u2018-\u201B\u2032]/.test(found)) return "'";
  if (/[\u201C-\u201F\u2033]/.test(found)) return '"';
  if (/[\u2010-\u2015\u2212]/.test(found)) return "-";
  if (found === "\u2026") return "...";
  return found.replaceAll(invisible, "") === "" ? "" : " ";
}
