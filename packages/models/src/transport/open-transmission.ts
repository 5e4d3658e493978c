import type { JsonValue } from "@kimi/contracts";
import { EndpointFailureError, passingFailure } from "./endpoint-failure.ts";
import { jsonBodyAsEventStream } from "./json-body-as-event-stream.ts";
import { readJsonBody } from "./read-json-body.ts";
import { refuseForeignResponse } from "./refuse-foreign-response.ts";

/** What a transmission is opened with. */
export interface TransmissionOptions {
  readonly fetch: typeof fetch;
  /** For messages. */
  readonly endpoint: string;
  readonly stream: boolean;
  /** The longest silence within a response body. */
  readonly idleTimeoutMs: number;
  /** Of the run. */
  readonly signal: AbortSignal | undefined;
}

/** One try on the wire. Disposing ends it, whatever is still under way. */
export interface Transmission extends Disposable {
  /** For the client of this try. */
  readonly fetch: typeof fetch;
  /** Aborts with the run, and when the endpoint falls silent. */
  readonly signal: AbortSignal;
  /** Whether the request was handed to the network. */
  readonly sent: boolean;
  /** Why the transmission ended itself; the error seen elsewhere is only its echo. */
  readonly failure: EndpointFailureError | null;
  /** The body, where it came as JSON. */
  readonly body: JsonValue | null;
}

/**
 * Watches one request from below the client, where every byte is seen: the client's own timeout ends with the head of
 * a response, and comments that keep a stream alive never become events.
 */
export function openTransmission(options: TransmissionOptions): Transmission {
  const { endpoint, idleTimeoutMs, stream } = options;
  const end = new AbortController();
  let failure: EndpointFailureError | null = null;
  let body: JsonValue | null = null;
  let sent = false;
  let watchdog: NodeJS.Timeout | undefined;

  function fail(error: EndpointFailureError): void {
    failure ??= error;
    end.abort(error);
  }
  function touch(): void {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => {
      const silence = `${endpoint} fell silent for ${idleTimeoutMs / 1_000} s within its answer.`;
      fail(new EndpointFailureError(passingFailure(silence, { possiblyBilled: true })));
    }, idleTimeoutMs);
  }
  const watch = () =>
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        touch();
        controller.enqueue(chunk);
      },
      flush: () => clearTimeout(watchdog),
    });

  return {
    signal: options.signal === undefined ? end.signal : AbortSignal.any([options.signal, end.signal]),
    get sent() {
      return sent;
    },
    get failure() {
      return failure;
    },
    get body() {
      return body;
    },
    async fetch(input, init) {
      sent = true;
      const response = await options.fetch(input, init);
      try {
        refuseForeignResponse(response, endpoint);
        touch();
        const watched = new Response(response.body?.pipeThrough(watch()) ?? null, response);
        if (!response.ok || isEventStream(response)) return watched;
        body = await readJsonBody(watched, endpoint);
        return stream
          ? jsonBodyAsEventStream(body, response)
          : Response.json(body, { headers: requestId(response) });
      } catch (error) {
        if (error instanceof EndpointFailureError) fail(error);
        throw error;
      }
    },
    [Symbol.dispose]() {
      clearTimeout(watchdog);
      end.abort();
    },
  };
}

function isEventStream(response: Response): boolean {
  return response.headers.get("content-type")?.startsWith("text/event-stream") === true;
}

function requestId(response: Response): Record<string, string> {
  const id = response.headers.get("x-request-id");
  return id === null ? {} : { "x-request-id": id };
}
