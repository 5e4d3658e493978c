import type { SecretFinder, SecretSpan } from "./secret-span.ts";

const armourPattern = /-----BEGIN ?(?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
const endPattern = /-----END ?(?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
/** Longer than any key in use: a 16,384-bit RSA key takes about 12,500 characters. */
const longestKey = 20_000;
/** An Ed25519 key in PKCS #8 takes 64 characters; what is shorter is an illustration. */
const shortestKey = 40;

/**
 * The bodies of armoured private keys (RFC 7468, OpenSSH, OpenPGP), also within a JSON string.
 * The lines BEGIN and END stay, so that a reader sees what stood there.
 */
export const findPrivateKeys: SecretFinder = (text) => {
  const spans: SecretSpan[] = [];
  for (const armour of text.matchAll(armourPattern)) {
    const startOffset = armour.index + armour[0].length;
    const endOffset = endOfBody(text, startOffset);
    if (holdsKey(text.slice(startOffset, endOffset))) {
      spans.push({ rule: "private-key", startOffset, endOffset });
    }
  }
  return spans;
};

/** The line END, or, in a text that was cut, the end of what can belong to a key. */
function endOfBody(text: string, startOffset: number): number {
  const window = text.slice(startOffset, startOffset + longestKey);
  endPattern.lastIndex = 0;
  const end = endPattern.exec(window);
  if (end !== null) return startOffset + end.index;
  return startOffset + (/^(?:[A-Za-z0-9+/=]|\s|\\[nr])*/.exec(window)?.[0].length ?? 0);
}

function holdsKey(body: string): boolean {
  return (
    body.replaceAll(/\\[nr]|[^A-Za-z0-9+/=]/g, "").length >= shortestKey && /[A-Za-z0-9+/]{16}/.test(body)
  );
}
