import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { withCallIds } from "./answer-items.ts";
import { createUploadsEndpoint, type HeldUploads } from "./create-uploads-endpoint.ts";
import { sendReply } from "./send-reply.ts";
import { readServedRequest, type ServedRequest } from "./served-request.ts";
import { toServerReply, type ScriptedReply } from "./server-reply.ts";

/** Options of {@link startModelServer}. */
export interface ModelServerOptions {
  /** Answers every request as JSON, also those that ask for a stream. @default false */
  readonly ignoresStream?: boolean;
  /** Batches of uploads that end as `failed`. @default false */
  readonly failsIndexing?: boolean;
}

/** Replies in order, or whatever a function makes of the request; `index` counts from 0. */
export type ModelServerScript =
  | readonly ScriptedReply[]
  | ((request: ServedRequest, index: number) => ScriptedReply | Promise<ScriptedReply>);

/** A model endpoint on the loopback interface. */
export interface ModelServer extends AsyncDisposable {
  /** Base URL, `/v1` included. */
  readonly url: string;
  /** Everything that was asked, in order. */
  readonly requests: readonly ServedRequest[];
  /** Requests for an answer among them. */
  readonly calls: readonly ServedRequest[];
  /** Files and vector stores that are held now. */
  readonly uploads: HeldUploads;
  /** @throws Error when a reply of the list was not asked for, or something was asked that the script does not have. */
  assertComplete(): void;
}

/**
 * Serves scripted answers in the Responses API (`/v1/responses`) and in Chat Completions (`/v1/chat/completions`), as
 * JSON or as a stream, whichever is asked for, and keeps uploads for file search.
 */
export async function startModelServer(
  script: ModelServerScript,
  { ignoresStream = false, failsIndexing = false }: ModelServerOptions = {},
): Promise<ModelServer> {
  const requests: ServedRequest[] = [];
  const calls: ServedRequest[] = [];
  const surprises: string[] = [];
  const uploads = createUploadsEndpoint(failsIndexing);

  async function answerCall(
    request: ServedRequest,
    response: ServerResponse,
    api: "responses" | "chat-completions",
  ) {
    const index = calls.push(request) - 1;
    const scripted = typeof script === "function" ? await script(request, index) : script[index];
    if (scripted === undefined) {
      surprises.push(`request ${index + 1} for an answer: the script has ${script.length}`);
      refuse(response, `unexpected request ${index + 1}`);
      return;
    }
    const reply = toServerReply(scripted);
    const stream = request.body["stream"] === true && !ignoresStream;
    const named =
      reply.kind === "answer" ? { ...reply, output: withCallIds(reply.output, `call_${index + 1}`) } : reply;
    const model = typeof request.body["model"] === "string" ? request.body["model"] : "";
    sendReply(response, named, { api, stream, model, id: String(index + 1) });
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readServedRequest(incoming);
    requests.push(request);
    if (request.path === "/v1/responses") return answerCall(request, response, "responses");
    if (request.path === "/v1/chat/completions") return answerCall(request, response, "chat-completions");
    if (await uploads.serve(request, response)) return;
    surprises.push(`${request.method} ${request.path}: there is nothing at that address`);
    refuse(response, `nothing at ${request.path}`);
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      surprises.push(`${incoming.method} ${incoming.url}: ${String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");

  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    requests,
    calls,
    uploads: uploads.held,
    assertComplete() {
      const left = typeof script === "function" ? 0 : script.length - calls.length;
      if (left > 0) surprises.push(`${left} of ${script.length} replies were never asked for`);
      if (surprises.length > 0)
        throw new Error(`The model server's script was not followed: ${surprises.join("; ")}`);
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** 400, because anything else would be tried again. */
function refuse(response: ServerResponse, message: string): void {
  const error = { message, type: "invalid_request_error", code: "unexpected_request", param: null };
  response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({ error }));
}
