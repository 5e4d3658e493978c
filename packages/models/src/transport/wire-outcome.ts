import { z } from "zod";
import { describeErrorCode, type ErrorContext } from "./describe-error.ts";
import { finalFailure, type EndpointFailure } from "./endpoint-failure.ts";

/** What of a Responses answer tells how it ended. */
const responseSchema = z.object({
  status: z.string().nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
});
const responseEventSchema = z.object({
  type: z.enum(["response.completed", "response.failed", "response.incomplete"]),
  response: responseSchema,
});
/** The same of a chat completion, whole or as a chunk. */
const completionSchema = z.object({
  choices: z.array(z.object({ finish_reason: z.string().nullish() })),
});
const errorBodySchema = z.object({
  error: z.object({
    code: z.union([z.string(), z.number()]).nullish(),
    type: z.string().nullish(),
    message: z.string(),
  }),
});

/** How an answer ended, by its own account. */
export interface WireOutcome {
  /** Takes note of a raw event of a stream, or of a whole body. */
  note(message: unknown): void;
  /** Whether the answer has said that it is at its end. */
  readonly ended: boolean;
  /** What the answer says is wrong with it; `null` when it says nothing of the kind. */
  judge(context: ErrorContext): EndpointFailure | null;
}

/** Follows one answer; the Agents SDK keeps its reason to itself, or, on Chat Completions, does not ask. */
export function createWireOutcome(api: "responses" | "chat-completions"): WireOutcome {
  let response: z.infer<typeof responseSchema> | null = null;
  let finishReason: string | null = null;
  let errorBody: z.infer<typeof errorBodySchema>["error"] | null = null;

  return {
    note(message) {
      if (api === "responses") {
        const event = responseEventSchema.safeParse(message);
        const whole = z
          .object({ object: z.literal("response") })
          .and(responseSchema)
          .safeParse(message);
        if (event.success) response = event.data.response;
        else if (whole.success) response = whole.data;
      } else {
        const choice = completionSchema.safeParse(message).data?.choices[0];
        finishReason = choice?.finish_reason ?? finishReason;
      }
      if (response === null) errorBody = errorBodySchema.safeParse(message).data?.error ?? errorBody;
    },
    get ended() {
      return response !== null || finishReason !== null;
    },
    judge(context) {
      if (errorBody !== null) {
        const code = errorBody.code ?? errorBody.type ?? null;
        return describeErrorCode(code === null ? null : String(code), errorBody.message, context);
      }
      return api === "responses" ? judgeResponse(response, context) : judgeCompletion(finishReason, context);
    },
  };
}

function judgeResponse(
  response: z.infer<typeof responseSchema> | null,
  context: ErrorContext,
): EndpointFailure | null {
  const status = response?.status ?? "completed";
  if (status === "completed") return null;
  if (status === "failed") {
    return describeErrorCode(
      response?.error?.code ?? null,
      response?.error?.message ?? "no reason given",
      context,
    );
  }
  if (status !== "incomplete") {
    return finalFailure(
      "endpoint-protocol",
      `${context.endpoint} ended its answer with status "${status}", expected "completed". Background answers are not supported.`,
      { possiblyBilled: true },
    );
  }
  return judgeShortened(response?.incomplete_details?.reason ?? "no reason given", context);
}

function judgeCompletion(finishReason: string | null, context: ErrorContext): EndpointFailure | null {
  return finishReason === "length" ? judgeShortened("length", context) : null;
}

function judgeShortened(reason: string, { endpoint }: ErrorContext): EndpointFailure {
  if (reason === "content_filter") {
    return finalFailure(
      "persona-refused",
      `${endpoint} withheld the answer: its content filter stepped in.`,
      {
        possiblyBilled: true,
      },
    );
  }
  return finalFailure(
    "endpoint-protocol",
    `${endpoint} cut the answer short (${reason}): the limit of output tokens, or the context window, is too small for it. ` +
      "Raise the limit at the server (for Ollama num_ctx, for llama.cpp --ctx-size), or choose another model.",
    { possiblyBilled: true },
  );
}
