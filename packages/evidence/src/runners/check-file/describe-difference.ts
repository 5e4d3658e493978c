import { cutText } from "../../cut-text.ts";

/** Two texts that should be equal and are not, as a message. */
export function describeDifference(what: string, expected: string, found: string): string {
  return `${what} is not what was expected.\nexpected: ${quote(expected)}\nfound:    ${quote(found)}`;
}

/** Text between quotes, with what cannot be seen in it spelled out, 800 characters at most. */
export function quote(text: string): string {
  return JSON.stringify(cutText(text, 800));
}
