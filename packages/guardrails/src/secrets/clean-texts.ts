/** Characters of all texts together, beyond which it begins anew. */
const maxCharacters = 1_000_000;

/** Texts in which nothing was found: what a run says with every turn is searched once. */
export class CleanTexts {
  readonly #texts = new Set<string>();
  #characters = 0;

  has(text: string): boolean {
    return this.#texts.has(text);
  }

  add(text: string): void {
    if (this.#characters + text.length > maxCharacters) this.clear();
    if (text.length > maxCharacters) return;
    this.#texts.add(text);
    this.#characters += text.length;
  }

  /** To be called when there is more to find than before. */
  clear(): void {
    this.#texts.clear();
    this.#characters = 0;
  }
}
