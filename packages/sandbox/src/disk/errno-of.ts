/** The `code` of a system error, for example `ENOENT`; `null` for anything else. */
export function errnoOf(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return null;
  // Other errors have codes too, our own among them.
  return /^E[A-Z0-9]+$/.test(error.code) ? error.code : null;
}
