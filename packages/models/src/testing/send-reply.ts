import type { ServerResponse } from "node:http";
import { say } from "./answer-items.ts";
import type { ServerReply } from "./server-reply.ts";
import { describeAnswer, type AnswerForm, type WireAnswer, type WireEvent } from "./wire/wire-answer.ts";

/** Sends one scripted reply, in the form the request asked for. */
export function sendReply(response: ServerResponse, reply: ServerReply, form: AnswerForm): void {
  switch (reply.kind) {
    case "answer":
      sendWhole(response, describeAnswer(form, { output: reply.output, usage: reply.usage }), form);
      return;
    case "incomplete":
      sendWhole(response, describeAnswer(form, { output: [say(reply.text)], reason: reply.reason }), form);
      return;
    case "failed":
      sendWhole(response, describeAnswer(form, { output: [], error: reply }), form);
      return;
    case "error":
      sendError(response, reply);
      return;
    case "cut":
    case "stall":
      sendBeginning(response, reply, form);
      return;
    case "drop":
      response.destroy();
      return;
    case "raw":
      response.writeHead(reply.status, reply.headers).end(reply.body);
  }
}

function sendWhole(response: ServerResponse, answer: WireAnswer, { stream }: AnswerForm): void {
  if (!stream) {
    response.writeHead(200, headersOf(answer, "application/json")).end(JSON.stringify(answer.body));
    return;
  }
  response.writeHead(200, headersOf(answer, "text/event-stream"));
  for (const event of [...answer.beginning, ...answer.end]) response.write(encode(event));
  response.end(answer.sentinel ? "data: [DONE]\n\n" : "");
}

/** Everything up to the end of the answer; then nothing, or the end of the connection. */
function sendBeginning(
  response: ServerResponse,
  reply: Extract<ServerReply, { kind: "cut" | "stall" }>,
  form: AnswerForm,
): void {
  const answer = describeAnswer(form, { output: [say(reply.text)] });
  const text = form.stream
    ? answer.beginning.map((event) => encode(event)).join("")
    : JSON.stringify(answer.body).slice(0, -20);
  response.writeHead(200, headersOf(answer, form.stream ? "text/event-stream" : "application/json"));
  response.write(text, () => {
    if (reply.kind === "stall") return;
    if (reply.cleanly) response.end();
    else response.destroy();
  });
}

function sendError(response: ServerResponse, reply: Extract<ServerReply, { kind: "error" }>): void {
  const { status, code, message, headers } = reply;
  const error = { message, type: code ?? "invalid_request_error", param: null, code };
  response
    .writeHead(status, { "content-type": "application/json", ...headers })
    .end(JSON.stringify({ error }));
}

function headersOf(answer: WireAnswer, contentType: string): Record<string, string> {
  return { "content-type": contentType, "x-request-id": `req_${answer.id}` };
}

function encode(event: WireEvent): string {
  const name = event.type === undefined ? "" : `event: ${event.type}\n`;
  return `${name}data: ${JSON.stringify(event)}\n\n`;
}
