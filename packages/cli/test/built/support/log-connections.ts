// Preloaded into the command: writes down every address that it looks up, connects to or sends to.
import dgram from "node:dgram";
import dns from "node:dns";
import { appendFileSync } from "node:fs";
import net from "node:net";

const file = process.env["CONNECTION_LOG"] ?? "";

watch(net.Socket.prototype, "connect", (args) => `connect ${describeTarget(args)}`);
watch(dgram.Socket.prototype, "send", (args) => `send ${describeTarget(args)}`);
for (const owner of [dns, dns.promises]) watch(owner, "lookup", ([name]) => `lookup ${String(name)}`);

/** Makes each call of a method add a line to the file. */
function watch(owner: object, method: string, describe: (args: readonly unknown[]) => string): void {
  const original: unknown = Reflect.get(owner, method);
  if (typeof original !== "function") throw new Error(`There is no ${method} to watch.`);
  Reflect.set(owner, method, function watched(this: unknown, ...args: unknown[]): unknown {
    appendFileSync(file, `${describe(args)}\n`);
    return Reflect.apply(original, this, args);
  });
}

/** `host:port` of what `net.connect` takes: options, or port and host, as they are or in a list; else all of it. */
function describeTarget(args: readonly unknown[]): string {
  const [first, second] = args.flat();
  if (typeof first === "number") return `${String(second)}:${first}`;
  const isAddress = typeof first === "object" && first !== null && "host" in first && "port" in first;
  return isAddress ? `${String(first.host)}:${String(first.port)}` : JSON.stringify(first);
}
