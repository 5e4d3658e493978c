/**
 * A whole run in a process of its own, with everything that tempts the SDK to talk: a key in the environment, tracing
 * not switched off by anybody else. Prints, as JSON, the addresses that were connected to and the handlers there are.
 */
import { Socket } from "node:net";
import { createModelGateway } from "../../src/index.ts";
import { createCallLog, opening } from "../support/call-log.ts";
import { clock, openDoor } from "../support/fake-ports.ts";

const baseUrl = process.argv[2] ?? "";
const connections: unknown[] = [];
// Every TCP connection of the process, however it is made, goes through here.
// oxlint-disable-next-line typescript/unbound-method -- it is called with the right `this` below
const connect = Socket.prototype.connect;
Socket.prototype.connect = function record(this: Socket, ...options: unknown[]): Socket {
  connections.push(options.flat(2).find((option) => typeof option === "object" && option !== null));
  return Reflect.apply(connect, this, options);
};

const hostHandler = () => undefined;
process.on("SIGTERM", hostHandler);

const gateway = createModelGateway({
  apiKey: "sk-test",
  baseUrl,
  api: "responses",
  redactor: openDoor,
  clock,
});
const model = gateway.open(opening(createCallLog()));
const warmUp = model.getResponse({
  input: "hi",
  modelSettings: {},
  tools: [],
  handoffs: [],
  outputType: "text",
  tracing: false,
});
// Installed while the SDK is being imported: it is the host's all the same.
process.on("SIGINT", hostHandler);
await warmUp;

const { Agent, getGlobalTraceProvider, Runner } = await import("@openai/agents");
await new Runner().run(new Agent({ name: "a", model }), "go");
await getGlobalTraceProvider().forceFlush();

const events = ["SIGINT", "SIGTERM", "unhandledRejection", "beforeExit"];
process.stdout.write(
  JSON.stringify({
    hosts: connections.map((options) => JSON.stringify(options).replace(/.*"port":"?(\d+).*/, "$1")),
    handlers: Object.fromEntries(events.map((event) => [event, process.listenerCount(event)])),
    own: [
      process.listeners("SIGTERM").includes(hostHandler),
      process.listeners("SIGINT").includes(hostHandler),
    ],
  }),
);
