/** A string of the sandbox profile language, which reads a backslash and what follows as one character. */
export function quoteSbpl(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
