import { describe, expect, it } from "vitest";
import { sampleAnswer, sampleRequest, sampleRun } from "../sample-run.ts";
import type { CreateStore } from "./create-store.ts";

const failure = { code: "endpoint-unavailable", message: "cut", possiblyBilled: true };

/** The recording. */
export function describeModelCalls(createStore: CreateStore): void {
  describe("model calls", () => {
    it("keeps request, answer and failure, in the order the calls were begun", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      const requests = [sampleRequest(2), sampleRequest(1), sampleRequest(3, "ü".repeat(200_000))];
      for (const request of requests) await store.beginModelCall("run-1", request);
      await store.answerModelCall("run-1", sampleRequest(2).position, sampleAnswer);
      await store.failModelCall("run-1", sampleRequest(1).position, failure);
      expect(await store.readModelCalls("run-1")).toEqual([
        { request: requests[0], answer: sampleAnswer, failure: null },
        { request: requests[1], answer: null, failure },
        { request: requests[2], answer: null, failure: null },
      ]);
    });

    it("keeps an answer of any size", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      const answer = { ...sampleAnswer, output: [{ type: "message", content: "é".repeat(200_000) }] };
      await store.beginModelCall("run-1", sampleRequest(1));
      await store.answerModelCall("run-1", sampleRequest(1).position, answer);
      expect(await store.readModelCalls("run-1")).toMatchObject([{ answer }]);
    });

    it("lets a call without an answer be made again, and then counts it as begun last", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      await store.beginModelCall("run-1", sampleRequest(1));
      await store.beginModelCall("run-1", sampleRequest(2));
      await store.failModelCall("run-1", sampleRequest(1).position, failure);
      await store.beginModelCall("run-1", sampleRequest(1, "again"));
      await store.answerModelCall("run-1", sampleRequest(1).position, sampleAnswer);
      expect(await store.readModelCalls("run-1")).toEqual([
        { request: sampleRequest(2), answer: null, failure: null },
        { request: sampleRequest(1, "again"), answer: sampleAnswer, failure: null },
      ]);
    });

    it("never gives up an answer: what was paid for stays", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      const { position } = sampleRequest(1);
      await store.beginModelCall("run-1", sampleRequest(1));
      await store.answerModelCall("run-1", position, sampleAnswer);
      const refused = { code: "internal" };
      await expect(store.beginModelCall("run-1", sampleRequest(1, "again"))).rejects.toMatchObject(refused);
      await expect(store.answerModelCall("run-1", position, sampleAnswer)).rejects.toMatchObject(refused);
      await expect(store.failModelCall("run-1", position, failure)).rejects.toMatchObject(refused);
      expect(await store.readModelCalls("run-1")).toMatchObject([{ answer: sampleAnswer, failure: null }]);
    });

    it("takes no answer for a call that has failed, unless it is made again", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      const { position } = sampleRequest(1);
      await store.beginModelCall("run-1", sampleRequest(1));
      await store.failModelCall("run-1", position, failure);
      const answering = store.answerModelCall("run-1", position, sampleAnswer);
      await expect(answering).rejects.toMatchObject({ code: "internal" });
      expect(await store.readModelCalls("run-1")).toMatchObject([{ answer: null, failure }]);
    });

    it("refuses the end of a call that never began, and a call of no run", async () => {
      await using store = await createStore();
      const refused = { code: "internal" };
      const { position } = sampleRequest(1);
      await expect(store.beginModelCall("run-9", sampleRequest(1))).rejects.toMatchObject(refused);
      await expect(store.answerModelCall("run-9", position, sampleAnswer)).rejects.toMatchObject(refused);
      await store.createRun(sampleRun("run-1"));
      await expect(store.answerModelCall("run-1", position, sampleAnswer)).rejects.toMatchObject(refused);
      await expect(store.failModelCall("run-1", position, failure)).rejects.toMatchObject(refused);
    });
  });
}
