/** How `value` reads in the encodings a program is likely to print it in; never `value` itself. */
export function encodedForms(value: string): readonly string[] {
  const url = encodeURIComponent(value);
  const forms = [
    ...base64Cores(value),
    url,
    url.replaceAll("%20", "+"),
    url.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
    JSON.stringify(value).slice(1, -1),
    Buffer.from(value).toString("hex"),
  ];
  return [...new Set(forms)].filter((form) => form !== value);
}

/**
 * What base64 makes of `value` wherever it stands in a longer text, as in `user:password`: once for each of the three
 * alignments (RFC 4648, section 4), without the characters that also depend on the neighbours.
 */
function base64Cores(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap((lead) => {
    const encoded = Buffer.concat([Buffer.alloc(lead), bytes])
      .toString("base64")
      .replaceAll("=", "");
    const core = encoded.slice([0, 2, 3][lead], (lead + bytes.length) % 3 === 0 ? undefined : -1);
    return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
