import { createHash } from "node:crypto";
import type { AgentOutputItem } from "@kimi/contracts";
import {
  callTool,
  httpError,
  startModelServer,
  type ScriptedReply,
  type ServedRequest,
} from "@kimi/models/testing";
import {
  bodies,
  coded,
  documented,
  requirements,
  tested,
  writeGreet,
  writeTests,
} from "../../src/testing/index.ts";

/** A model server that knows its conversation by what is asked, so that a request can be made again. */
export interface GreetingServer extends AsyncDisposable {
  readonly url: string;
  /** Places in the conversation of the requests so far, in order; `null` for one that is not in it. */
  readonly asked: readonly (number | null)[];
  /** What was asked that is not in the conversation. */
  readonly surprises: readonly string[];
  /** From now on requests are held against those that came until now. */
  learned(): void;
}

const command = (text: string): AgentOutputItem =>
  callTool("run_command", { command: text, timeoutSeconds: null, requirements: ["REQ-1"] });

/** A run that writes by tools and by a command, and mends its first attempt. */
const conversation: readonly AgentOutputItem[] = [
  requirements,
  callTool("read_file", { path: "src/greet.js", offset: null, limit: null }),
  writeGreet(bodies.wrong),
  command("mkdir dist && cp src/greet.js dist/ && wc -c dist/*"),
  coded,
  writeTests,
  tested,
  command("cat dist/greet.js"),
  writeGreet(bodies.right),
  coded,
  tested,
  documented,
].map((item, place) => (item.type === "function_call" ? { ...item, callId: `call_${place}` } : item));

/** Serves the conversation: in order until it has learned the requests, then each by what is asked. */
export async function startGreetingServer(): Promise<GreetingServer> {
  const places = new Map<string, number>();
  const asked: (number | null)[] = [];
  const surprises: string[] = [];
  let isLearned = false;
  const server = await startModelServer((request): ScriptedReply => {
    const key = hashOf(request);
    if (!isLearned && !places.has(key)) places.set(key, places.size);
    const place = places.get(key) ?? null;
    asked.push(place);
    const reply = place === null ? undefined : conversation[place];
    if (reply !== undefined) return reply;
    surprises.push(JSON.stringify(request.body));
    return httpError(400, { message: "This is not in the conversation." });
  });
  return {
    url: server.url,
    asked,
    surprises,
    learned() {
      isLearned = true;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Of all that is asked but what differs from run to run: how long commands and tests took. */
function hashOf({ body }: ServedRequest): string {
  const text = JSON.stringify(body).replaceAll(/\d+(?:\.\d+)? ?m?s\b/g, "some ms");
  return createHash("sha256").update(text).digest("hex");
}
