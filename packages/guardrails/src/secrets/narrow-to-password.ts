import type { SecretSpan } from "./secret-span.ts";

/** Rules that report a whole URL although only its password is secret. */
const credentialUrlRules = new Set([
  "basic-auth",
  "mongo-db-connection",
  "my-sql-connection",
  "postgre-sql-connection",
]);

/** Whether spans of `rule` cover a URL with user and password. */
export function isCredentialUrlRule(rule: string): boolean {
  return credentialUrlRules.has(rule);
}

/** The password's span within a span that covers `scheme://user:password@host`. */
export function narrowToPassword(text: string, span: SecretSpan): SecretSpan {
  const url = text.slice(span.startOffset, span.endOffset);
  const userInfo = /:\/\/(?<user>[^:/\s]*):(?<password>[^/\s]*)@/d.exec(url);
  const range = userInfo?.indices?.groups?.["password"];
  if (range === undefined) return span;
  return { ...span, startOffset: span.startOffset + range[0], endOffset: span.startOffset + range[1] };
}
