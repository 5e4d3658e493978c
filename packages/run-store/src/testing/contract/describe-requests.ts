import { describe, expect, it } from "vitest";
import { sampleRequest, sampleRun } from "../sample-run.ts";
import type { CreateStore } from "./create-store.ts";

const proto = Object.fromEntries([["__proto__", { x: 1 }]]);

/** Requests come back as they were sent, however the store keeps them. */
export function describeRequests(createStore: CreateStore): void {
  describe("requests", () => {
    it.each([
      ["no object", "hello"],
      ["a list", [1, 2]],
      ["nothing said", { input: [], model: "m" }],
      ["a text for a conversation", { input: "hello" }],
      ["no conversation", { tools: [] }],
      ["a conversation in the middle", { b: 1, input: ["x", { c: null }, "x"], a: { input: [] } }],
      ["fields of strange names", { "": 0, 1: 2, ...proto, input: [proto] }],
    ])("gives back the very bytes of a body: %s", async (_, body) => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      await store.beginModelCall("run-1", { ...sampleRequest(1), body });
      const [call] = await store.readModelCalls("run-1");
      expect(JSON.stringify(call?.request.body)).toBe(JSON.stringify(body));
    });

    it("gives back each request of a conversation that grows, forks and begins anew", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      const conversations = [
        ["a"],
        ["a", "b", "c"],
        ["a", "b", "c", "d".repeat(150_000)],
        ["a", "x", "c"],
        ["c", "b"],
        ["a", "b", "c"],
      ];
      const requests = conversations.map((input, index) => ({
        ...sampleRequest(index + 1),
        body: { instructions: "i".repeat(1_000), input },
      }));
      for (const request of requests) await store.beginModelCall("run-1", request);
      expect((await store.readModelCalls("run-1")).map(({ request }) => request)).toEqual(requests);
    });
  });
}
