import type { AgentOutputItem, TokenUsage } from "@kimi/contracts";

/** What the model server does with one request for an answer. */
export type ServerReply =
  | {
      readonly kind: "answer";
      readonly output: readonly AgentOutputItem[];
      readonly usage: TokenUsage;
    }
  /** An HTTP error in OpenAI's form. */
  | {
      readonly kind: "error";
      readonly status: number;
      readonly code: string | null;
      readonly message: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  /** An answer that is cut off at its limit of tokens, or by a content filter. */
  | {
      readonly kind: "incomplete";
      readonly text: string;
      readonly reason: "max_output_tokens" | "content_filter";
    }
  /** The answer fails after it began. */
  | { readonly kind: "failed"; readonly code: string; readonly message: string }
  /** The connection ends in the middle of the answer. */
  | { readonly kind: "cut"; readonly text: string; readonly cleanly: boolean }
  /** The answer begins and never goes on; the connection stays. */
  | { readonly kind: "stall"; readonly text: string }
  /** The connection ends before any answer. */
  | { readonly kind: "drop" }
  /** Any bytes at all. */
  | {
      readonly kind: "raw";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    };

/** What tests write: output items stand for an answer with {@link sampleUsage}. */
export type ScriptedReply = ServerReply | AgentOutputItem | readonly AgentOutputItem[];

/** What the server says an answer took, unless told otherwise. */
export const sampleUsage: TokenUsage = {
  inputTokens: 100,
  cachedInputTokens: 40,
  outputTokens: 20,
  reasoningTokens: 5,
};

/** An answer with its own usage. */
export function answer(
  output: AgentOutputItem | readonly AgentOutputItem[],
  usage: TokenUsage = sampleUsage,
): ServerReply {
  return { kind: "answer", output: [output].flat(), usage };
}

/** An HTTP error, for example `httpError(429, { headers: { "retry-after": "2" } })`. */
export function httpError(
  status: number,
  facts: {
    readonly code?: string;
    readonly message?: string;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): ServerReply {
  const { code = null, message = `scripted error ${status}`, headers = {} } = facts;
  return { kind: "error", status, code, message, headers };
}

/** The account is empty: 429 as OpenAI sends it. */
export function outOfQuota(): ServerReply {
  return httpError(429, { code: "insufficient_quota", message: "You exceeded your current quota" });
}

/** An answer that reached its limit of tokens, or met a content filter. */
export function incomplete(
  text: string,
  reason: "max_output_tokens" | "content_filter" = "max_output_tokens",
): ServerReply {
  return { kind: "incomplete", text, reason };
}

/** An answer that fails after it began. */
export function failed(code: string, message: string): ServerReply {
  return { kind: "failed", code, message };
}

/**
 * A connection that ends after half an answer.
 * @param facts `cleanly`: as if that were all of it, the way a proxy ends what it cannot finish. @default false
 */
export function cut(facts: { readonly text?: string; readonly cleanly?: boolean } = {}): ServerReply {
  const { text = "half an ans", cleanly = false } = facts;
  return { kind: "cut", text, cleanly };
}

/** A connection that falls silent after `text`. */
export function stall(text = "half an ans"): ServerReply {
  return { kind: "stall", text };
}

/** A connection that closes without an answer. */
export function drop(): ServerReply {
  return { kind: "drop" };
}

/** Any response. */
export function raw(body: string, contentType = "application/json", status = 200): ServerReply {
  return { kind: "raw", status, headers: { "content-type": contentType }, body };
}

/** The reply that a test meant. */
export function toServerReply(scripted: ScriptedReply): ServerReply {
  return "kind" in scripted ? scripted : answer(scripted);
}
