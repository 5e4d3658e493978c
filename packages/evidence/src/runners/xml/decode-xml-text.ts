const named: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/**
 * Text with its references replaced: the five that XML knows, and characters by number; `null` when there is another
 * one. Each is replaced once and by one character, so that nothing can grow.
 */
export function decodeXmlText(text: string): string | null {
  let known = true;
  const decoded = text.replaceAll(
    reference,
    (_whole, decimal?: string, hexadecimal?: string, word?: string) => {
      const character = toCharacter(decimal, hexadecimal, word);
      if (character === undefined) known = false;
      return character ?? "";
    },
  );
  return known ? decoded : null;
}

/** Every ampersand is one, so that what is no reference is noticed. */
const reference = /&(?:(?:#(\d{1,8})|#x([\da-fA-F]{1,7})|(\w+));)?/g;

function toCharacter(decimal?: string, hexadecimal?: string, word?: string): string | undefined {
  if (word !== undefined) return named.get(word);
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
  if (Number.isNaN(code)) return undefined;
  // Writers name characters that XML does not allow; what is none at all becomes the sign for that.
  return code === 0 || code > 0x10_ff_ff || (code >= 0xd8_00 && code <= 0xdf_ff)
    ? "\uFFFD"
    : String.fromCodePoint(code);
}
