import type { JsonValue } from "@kimi/contracts";
import { z } from "zod";

/** What of a chat completion has to be told differently in a stream. */
const completionSchema = z.looseObject({
  object: z.literal("chat.completion").optional(),
  choices: z.array(
    z.looseObject({
      message: z.looseObject({ tool_calls: z.array(z.looseObject({})).nullish() }),
    }),
  ),
});

/**
 * A whole answer as the stream that was asked for: some servers and proxies answer a streamed request with plain JSON,
 * which the client would read as a stream without events.
 */
export function jsonBodyAsEventStream(body: JsonValue, original: Response): Response {
  const completion = completionSchema.safeParse(body);
  const event = completion.success
    ? toChunk(completion.data)
    : isError(body)
      ? body
      : { type: "response.completed", sequence_number: 0, response: body };
  const headers = new Headers({ "content-type": "text/event-stream" });
  const requestId = original.headers.get("x-request-id");
  if (requestId !== null) headers.set("x-request-id", requestId);
  return new Response(`data: ${JSON.stringify(event)}\n\ndata: [DONE]\n\n`, { headers });
}

function toChunk(completion: z.infer<typeof completionSchema>) {
  const choices = completion.choices.map(({ message, ...choice }) => ({
    ...choice,
    delta: {
      ...message,
      tool_calls: (message.tool_calls ?? []).map((call, index) => ({ ...call, index })),
    },
  }));
  return { ...completion, object: "chat.completion.chunk", choices };
}

function isError(body: JsonValue): boolean {
  // A finished response carries `error: null`, and a failed one tells its status itself.
  return z.object({ error: z.object({}), status: z.undefined() }).safeParse(body).success;
}
