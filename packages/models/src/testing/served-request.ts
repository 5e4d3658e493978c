import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { jsonValueSchema, type JsonValue } from "@kimi/contracts";

/** A request as the model server got it. */
export interface ServedRequest {
  readonly method: string;
  /** With the query, without the host. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it was JSON; an empty object where there was none. */
  readonly body: Readonly<Record<string, JsonValue>>;
  /** The body as it came. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Reads a request to its end. */
export async function readServedRequest(incoming: IncomingMessage): Promise<ServedRequest> {
  const bytes = new Uint8Array(await buffer(incoming));
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(", ")]),
  );
  return {
    method: incoming.method ?? "",
    path: incoming.url ?? "",
    headers,
    body: headers["content-type"]?.startsWith("application/json") === true ? parseObject(bytes) : {},
    bytes,
  };
}

function parseObject(bytes: Uint8Array): Readonly<Record<string, JsonValue>> {
  const value = jsonValueSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  return typeof value === "object" && value !== null && !isList(value) ? value : {};
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
