import type { Clock, ModelRequest, Redactor } from "@kimi/contracts";
import { createModelGateway, type ModelGatewayOptions } from "../../src/index.ts";

export const clock: Clock = { now: () => new Date("2026-11-22T12:00:00Z"), elapsedMs: () => 0 };

/** Lets every text through. */
export const openDoor: Redactor = {
  redact: (text) => ({ text, findings: [] }),
  reveal: (text) => text,
};

/** Knows one secret. */
export function hiding(secret: string): Redactor {
  return {
    redact: (text) => ({ text: text.replaceAll(secret, "[[secret:1]]"), findings: [] }),
    reveal: (text) => text,
  };
}

/** A request as the Runner makes it. */
export function request(facts: Partial<ModelRequest> = {}): ModelRequest {
  return {
    systemInstructions: "Be brief.",
    input: [{ role: "user", content: "Say hi." }],
    modelSettings: { reasoning: { effort: "high" } },
    tools: [],
    handoffs: [],
    outputType: "text",
    tracing: false,
    ...facts,
  };
}

/** A gateway to a loopback server whose retries do not wait; `waits` collects how long they would have. */
export function gatewayTo(
  baseUrl: string,
  options: Partial<ModelGatewayOptions> & { readonly waits?: number[] } = {},
) {
  const { waits = [], ...rest } = options;
  return createModelGateway({
    apiKey: "test-key",
    baseUrl,
    api: "responses",
    redactor: openDoor,
    clock,
    sleep: (ms, signal) => {
      waits.push(ms);
      signal?.throwIfAborted();
      return Promise.resolve();
    },
    ...rest,
  });
}
