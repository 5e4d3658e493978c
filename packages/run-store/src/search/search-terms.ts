/** The words of a search, as they were typed; what holds neither letter nor digit cannot be searched for. */
export function searchTerms(text: string): readonly string[] {
  return text.split(/\s+/u).filter((term) => /[\p{L}\p{N}]/u.test(term));
}
