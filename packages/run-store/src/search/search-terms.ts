/** The words of a search, as they were typed; what holds neither letter nor digit cannot be searched for. */
export function searchTerms(text: string): readonly string[] {
  // Every list of runs comes by here, mostly without a text, and tables of all letters take long to make.
  return text === "" ? [] : text.split(/\s+/u).filter((term) => /[\p{L}\p{N}]/u.test(term));
}
