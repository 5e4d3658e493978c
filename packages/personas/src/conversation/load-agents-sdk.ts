import type * as agents from "./agents-sdk.ts";

/** What this package uses of `@openai/agents`. */
export type AgentsSdk = typeof agents;

/** Where the SDK keeps its one trace provider, which installs process handlers as it is made. */
const traceProviderKey = Symbol.for("openai.agents.core.traceProvider");
const hookedEvents = ["SIGINT", "SIGTERM", "unhandledRejection", "beforeExit"] as const;

let loading: Promise<AgentsSdk> | null = null;

/**
 * Loads the Agents SDK on first use, because importing it costs some 400 ms. The process keeps the handlers it had:
 * the SDK's would exit it on SIGTERM with code 0.
 */
export function loadAgentsSdk(): Promise<AgentsSdk> {
  loading ??= importWithoutHandlers();
  return loading;
}

/**
 * The SDK looks for an existing provider, makes one, and stores it, synchronously. Watching that place tells its
 * handlers from any that the host installs while the import is under way. A provider that exists already belongs to
 * the host, handlers included.
 */
function importWithoutHandlers(): Promise<AgentsSdk> {
  if (!Reflect.has(globalThis, traceProviderKey)) {
    let before = listHandlers();
    Object.defineProperty(globalThis, traceProviderKey, {
      configurable: true,
      get: () => {
        before = listHandlers();
        return undefined;
      },
      set: (provider: unknown) => {
        removeHandlersExcept(before);
        Object.defineProperty(globalThis, traceProviderKey, {
          configurable: true,
          writable: true,
          value: provider,
        });
      },
    });
  }
  return import("./agents-sdk.ts");
}

function removeHandlersExcept(before: ReturnType<typeof listHandlers>): void {
  const off = process.off.bind(process);
  for (const { event, handler } of listHandlers()) {
    const known = before.some((other) => other.event === event && other.handler === handler);
    if (!known) Reflect.apply(off, undefined, [event, handler]);
  }
}

function listHandlers() {
  const emitter: NodeJS.EventEmitter = process;
  return hookedEvents.flatMap((event) => emitter.rawListeners(event).map((handler) => ({ event, handler })));
}
