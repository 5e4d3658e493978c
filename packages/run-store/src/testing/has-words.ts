/** Whether a text has the words of a term one after the other, the last of them begun at least: as the real store's index finds them. */
export function hasWords(text: string, term: string): boolean {
  const wanted = ` ${wordsOf(term).join(" ")}`;
  return wanted !== " " && ` ${wordsOf(text).join(" ")}`.includes(wanted);
}

function wordsOf(text: string): readonly string[] {
  const plain = text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
}
