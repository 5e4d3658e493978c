import { jsonValueSchema, type JsonValue } from "@kimi/contracts";
import { EndpointFailureError, passingFailure } from "./endpoint-failure.ts";

/**
 * The body of a successful response as JSON.
 * @throws EndpointFailureError `endpoint-protocol` when it is empty or no JSON; another try may help, since that is
 * also what a proxy leaves of an answer it cut.
 */
export async function readJsonBody(response: Response, endpoint: string): Promise<JsonValue> {
  const text = await response.text();
  try {
    return jsonValueSchema.parse(JSON.parse(text));
  } catch {
    const found = text.trim() === "" ? "an empty body" : `${text.length} characters that are no JSON`;
    throw new EndpointFailureError(
      passingFailure(`${endpoint} answered with ${found}.`, {
        code: "endpoint-protocol",
        possiblyBilled: true,
        status: response.status,
      }),
    );
  }
}
