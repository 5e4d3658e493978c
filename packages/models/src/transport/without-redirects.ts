/** A fetch that goes where it is sent: a redirect would carry the conversation to an address nobody chose. */
export function withoutRedirects(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => fetch(input, { ...init, redirect: "manual" });
}
