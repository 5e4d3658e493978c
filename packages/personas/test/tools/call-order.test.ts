import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CallOrder } from "../../src/tools/call-order.ts";

describe("CallOrder", () => {
  it("lets a write overlap nothing, and anything called before it be done first", async () => {
    const access = fc.constantFrom("read" as const, "write" as const);
    const calls = fc.array(fc.record({ access, ticks: fc.nat({ max: 4 }), fails: fc.boolean() }), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(calls, async (given) => {
        const order = new CallOrder();
        const running = new Set<number>();
        const done = new Set<number>();
        const work = given.map(({ access: kind, ticks, fails }, index) =>
          order.run(kind, async () => {
            const overlapping = [...running].map((other) => given[other]?.access);
            expect(kind === "write" ? overlapping : overlapping.filter((other) => other === "write")).toEqual(
              [],
            );
            const before = given.slice(0, index).map((_, earlier) => earlier);
            const awaited = before.filter(
              (earlier) => kind === "write" || given[earlier]?.access === "write",
            );
            expect(awaited.every((earlier) => done.has(earlier))).toBe(true);
            running.add(index);
            for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
            running.delete(index);
            done.add(index);
            if (fails) throw new Error("failed");
          }),
        );
        const ends = await Promise.allSettled(work);
        expect(ends.map(({ status }) => status === "rejected")).toEqual(given.map(({ fails }) => fails));
      }),
    );
  });

  it("lets reads run side by side", async () => {
    const order = new CallOrder();
    const { promise, resolve } = Promise.withResolvers<string>();
    const first = order.run("read", () => promise);
    const second = order.run("read", async () => resolve("let go by the second"));
    await second;
    expect(await first).toBe("let go by the second");
  });
});
