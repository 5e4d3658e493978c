import { isMadeUpPassword } from "./is-made-up-password.ts";
import type { SecretFinder, SecretSpan } from "./secret-span.ts";

/** Bounded on both sides, so that no text makes it slow. */
const userInfoPattern = /:\/\/(?<user>[^\s/?#@:"'`<>]{0,256}):(?<password>[^\s/"'`<>]{1,256})@/dg;

/** Passwords in URLs of any scheme; for `token:x-oauth-basic@`, the token. */
export const findUrlCredentials: SecretFinder = (text) => {
  const spans: SecretSpan[] = [];
  for (const match of text.matchAll(userInfoPattern)) {
    const { user = "", password = "" } = match.groups ?? {};
    const secretIsUser = password === "x-oauth-basic";
    if (isMadeUpPassword(secretIsUser ? user : password, secretIsUser ? "" : user)) continue;
    const range = match.indices?.groups?.[secretIsUser ? "user" : "password"];
    if (range !== undefined) spans.push({ rule: "url-password", startOffset: range[0], endOffset: range[1] });
  }
  return spans;
};
