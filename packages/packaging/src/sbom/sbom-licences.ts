/** A licence as CycloneDX 1.6 has it. */
export type SbomLicence =
  | { readonly license: { readonly id: string } }
  | { readonly license: { readonly name: string } }
  | { readonly expression: string };

// The ids that real dependencies have nearly always. An id outside CycloneDX's own list would make the document
// invalid, so any other single word is given as a name, which is always right.
const knownIds: ReadonlySet<string> = new Set([
  "0BSD",
  "AGPL-3.0-only",
  "AGPL-3.0-or-later",
  "Apache-2.0",
  "Artistic-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BSL-1.0",
  "CC-BY-3.0",
  "CC-BY-4.0",
  "CC0-1.0",
  "GPL-2.0-only",
  "GPL-2.0-or-later",
  "GPL-3.0-only",
  "GPL-3.0-or-later",
  "ISC",
  "LGPL-2.1-only",
  "LGPL-2.1-or-later",
  "LGPL-3.0-only",
  "LGPL-3.0-or-later",
  "MIT",
  "MIT-0",
  "MPL-2.0",
  "PSF-2.0",
  "Python-2.0",
  "Unicode-3.0",
  "Unlicense",
  "WTFPL",
  "Zlib",
]);

const idPattern = /^[A-Za-z0-9.-]+\+?$/;
const operators: ReadonlySet<string> = new Set(["AND", "OR", "WITH"]);

/** What a package declares, as CycloneDX wants it; empty when it declares nothing. */
export function sbomLicences(declared: string | null): readonly SbomLicence[] {
  const licence = declared?.trim() ?? "";
  if (licence === "") return [];
  if (knownIds.has(licence)) return [{ license: { id: licence } }];
  if (isExpression(licence)) return [{ expression: licence }];
  return [{ license: { name: licence } }];
}

/** Whether it reads as an SPDX expression of several ids: ids and operators in turn, parentheses aside. */
function isExpression(licence: string): boolean {
  const words = licence.replace(/[()]/g, " ").split(/\s+/).filter(Boolean);
  if (words.length < 3 || words.length % 2 === 0 || !isBalanced(licence)) return false;
  return words.every((word, index) =>
    index % 2 === 1 ? operators.has(word) : idPattern.test(word) && !operators.has(word),
  );
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
