/**
 * How long a response asks to wait, in milliseconds: `retry-after-ms` (OpenAI), else `Retry-After` in seconds or as a
 * date (RFC 9110, section 10.2.3). `null` when it does not say. A date is taken relative to the response's own `Date`,
 * so that a clock that differs from the server's does no harm.
 */
export function readRetryAfterMs(headers: Headers, now: Date): number | null {
  const milliseconds = Number.parseFloat(headers.get("retry-after-ms") ?? "");
  if (milliseconds >= 0) return Math.ceil(milliseconds);
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number.parseFloat(text) * 1_000);
  const until = Date.parse(text);
  // A date begins with its weekday; other text would still parse, as some year or other.
  if (!/^[A-Za-z]{3}/.test(text) || Number.isNaN(until)) return null;
  const from = Date.parse(headers.get("date") ?? "");
  return Math.max(0, until - (Number.isNaN(from) ? now.getTime() : from));
}
