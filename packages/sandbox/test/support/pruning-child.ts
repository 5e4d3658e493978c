import { createSandboxManager } from "../../src/index.ts";

interface Order {
  readonly home: string;
  readonly maxBytes: number;
  /** Dies at the fault point of this number, counted from 1. */
  readonly at: number;
}

const order = JSON.parse(process.argv[2] ?? "") as Order;
let passed = 0;
const manager = createSandboxManager({
  home: order.home,
  fault: () => {
    passed += 1;
    if (passed === order.at) process.kill(process.pid, "SIGKILL");
  },
});
await manager.prune({ maxBytes: order.maxBytes });
