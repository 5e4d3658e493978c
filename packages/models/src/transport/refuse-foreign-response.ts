import { EndpointFailureError, finalFailure } from "./endpoint-failure.ts";

/**
 * Refuses what no model endpoint answers with: a redirect, or a page where data is expected. Both mean that the base
 * URL names something else.
 * @throws EndpointFailureError
 */
export function refuseForeignResponse(response: Response, endpoint: string): void {
  const location = response.headers.get("location");
  if (response.status >= 300 && response.status < 400) {
    const target =
      location === null ? "elsewhere" : `to ${URL.parse(location, endpoint)?.host ?? "elsewhere"}`;
    throw new EndpointFailureError(
      finalFailure(
        "endpoint-request",
        `${endpoint} redirects ${target} (HTTP ${response.status}). Redirects are not followed; set the base URL to the real address.`,
        { status: response.status },
      ),
    );
  }
  const type = response.headers.get("content-type") ?? "";
  if (response.ok && /^text\/(html|xml)/.test(type)) {
    throw new EndpointFailureError(
      finalFailure(
        "endpoint-protocol",
        `${endpoint} answered with a page (${type}), not with data. Check the base URL; most servers want it to end in /v1.`,
        { status: response.status },
      ),
    );
  }
}
