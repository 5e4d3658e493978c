import { createSandboxManager } from "../../src/index.ts";

interface Order {
  readonly home: string;
  readonly target: string;
  readonly operation: "apply" | "restore";
  readonly from: string;
  readonly to: string;
  /** Dies at the fault point of this number, counted from 1 … */
  readonly at: number;
  /** … or of this name. */
  readonly point?: string;
  /** Fails, as a disk would, at the fault point of this name. */
  readonly throwAt?: string;
}

const order = JSON.parse(process.argv[2] ?? "") as Order;
let passed = 0;
let counts = false;
const manager = createSandboxManager({
  home: order.home,
  fault: (point) => {
    if (point === "journal begun") counts = true;
    if (!counts) return;
    passed += 1;
    if (passed === order.at || point === order.point) process.kill(process.pid, "SIGKILL");
    if (point === order.throwAt) throw new Error("the disk fails");
  },
});
const request = { runId: "run", targetPath: order.target };
if (order.operation === "restore") await manager.restore({ ...request, snapshotId: order.to });
else await manager.apply({ ...request, changeSet: await manager.changeSet(order.from, order.to) });
