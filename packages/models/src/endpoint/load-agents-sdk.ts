import type * as agentsSdk from "./agents-sdk.ts";

/** What this package uses of `@openai/agents`. */
export type AgentsSdk = typeof agentsSdk;

/** Where the SDK keeps its one trace provider. */
const traceProviderKey = Symbol.for("openai.agents.core.traceProvider");
const hookedEvents = ["SIGINT", "SIGTERM", "unhandledRejection", "beforeExit"] as const;

let loading: Promise<AgentsSdk> | null = null;

/**
 * Loads the Agents SDK on first use, because importing it costs some 400 ms, and makes it keep to itself:
 * tracing is off, no exporter is left that could upload prompts, and the process has the signal handlers it had before.
 */
export function loadAgentsSdk(): Promise<AgentsSdk> {
  loading ??= importQuietly();
  return loading;
}

async function importQuietly(): Promise<AgentsSdk> {
  dropHandlersOfTraceProvider();
  const sdk = await import("./agents-sdk.ts");
  sdk.setTracingDisabled(true);
  sdk.setTraceProcessors([]);
  return sdk;
}

/**
 * The SDK installs its handlers in the constructor of its trace provider, between looking for an existing one and
 * storing the new one, synchronously. Watching that place tells its handlers from any that the host installs while
 * the import is under way. A provider that exists already belongs to the host, handlers included.
 */
function dropHandlersOfTraceProvider(): void {
  if (Reflect.has(globalThis, traceProviderKey)) return;
  let before = listHandlers();
  Object.defineProperty(globalThis, traceProviderKey, {
    configurable: true,
    get: () => {
      before = listHandlers();
      return undefined;
    },
    set: (provider: unknown) => {
      for (const { event, handler } of listHandlers()) {
        const known = before.some((other) => other.event === event && other.handler === handler);
        if (!known) process.off(event, handler);
      }
      Object.defineProperty(globalThis, traceProviderKey, {
        configurable: true,
        writable: true,
        value: provider,
      });
    },
  });
}

type Handler = (...details: unknown[]) => void;

function listHandlers() {
  const emitter: NodeJS.EventEmitter = process;
  return hookedEvents.flatMap((event) =>
    emitter
      .rawListeners(event)
      .filter((handler): handler is Handler => typeof handler === "function")
      .map((handler) => ({ event, handler })),
  );
}
