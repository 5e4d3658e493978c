import { answersWith, bodies } from "@kimi/local/testing";
import {
  callTool,
  startModelServer,
  type ModelServer,
  type ModelServerOptions,
  type ModelServerScript,
  type ScriptedReply,
} from "@kimi/models/testing";
import { onTestFinished } from "vitest";

/** All answers of a run that succeeds at once, in the order they are asked for: two personas call tools on the way. */
export const conversation: readonly ScriptedReply[] = Object.values(answersWith(bodies.right)).flat(2);

/** The same for an endpoint whose models submit through a tool, because it cannot combine tools and a schema. */
export const conversationThroughTools: readonly ScriptedReply[] = Object.values(answersWith(bodies.right))
  .flat(2)
  .flat()
  .map((item) => {
    const [part] = "content" in item && Array.isArray(item.content) ? item.content : [];
    return part?.type === "output_text" ? callTool("submit_result", part.text) : item;
  });

/** A loopback endpoint that closes when the test ends. */
export async function serveModel(
  script: ModelServerScript,
  options: ModelServerOptions = {},
): Promise<ModelServer> {
  const server = await startModelServer(script, options);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

/** The conversation up to an answer that never comes; `reached` when it is asked for. Asked on, it goes through from the start. */
export function holdAnswer(index: number): {
  readonly script: ModelServerScript;
  readonly reached: Promise<void>;
} {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const script: ModelServerScript = (_, asked) => {
    if (asked === index) {
      resolve();
      return new Promise<never>(() => {});
    }
    return conversation[asked < index ? asked : asked - index - 1] ?? [];
  };
  return { script, reached };
}
