import type { Redactor } from "@kimi/contracts";
import { shorten } from "../calls/call-failure.ts";
import type { Endpoint } from "../endpoint/resolve-endpoint.ts";

/**
 * Makes a text of the endpoint's fit to be shown and stored: no secret, not the key either (endpoints quote it, in
 * part or whole, when they refuse it), and not too long.
 */
export function createPresenter(
  { apiKey }: Pick<Endpoint, "apiKey">,
  redactor: Redactor,
): (message: string) => string {
  return (message) => {
    const withoutKey = apiKey === null ? message : message.replaceAll(apiKey, "[API key]");
    return shorten(redactor.redact(withoutKey.replace(/\bsk-[\w*-]{4,}/g, "[API key]")).text);
  };
}
