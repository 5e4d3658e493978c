import { describe, expect, it } from "vitest";
import { sampleRun } from "../sample-run.ts";
import type { CreateStore } from "./create-store.ts";

/** Who works on what, and how a run reads whose process is gone. */
export function describeClaims(createStore: CreateStore): void {
  describe("claims", () => {
    it("shows a run as running only while it is claimed, and as interrupted and resumable otherwise", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      {
        await using claim = await store.claim("run-1", "/projects/sample");
        expect(claim.runId).toBe("run-1");
        expect(await store.readRun("run-1")).toMatchObject({ status: "running", resumable: false });
        expect(await store.listRuns({ status: "running" })).toHaveLength(1);
        expect(await store.listRuns({ status: "interrupted" })).toHaveLength(0);
      }
      expect(await store.readRun("run-1")).toMatchObject({ status: "interrupted", resumable: true });
      expect(await store.listRuns({ status: "running" })).toHaveLength(0);
      expect(await store.listRuns({ status: "interrupted" })).toHaveLength(1);
    });

    it("refuses a target that another run works on, and names that run", async () => {
      await using store = await createStore();
      await using claim = await store.claim("run-1", "/projects/sample");
      const second = store.claim("run-2", "/projects/sample");
      await expect(second).rejects.toMatchObject({ code: "target-busy", details: { runId: claim.runId } });
      await expect(second).rejects.toThrow(/run-1 is working on \/projects\/sample/);
    });

    it("refuses to let two work on one run", async () => {
      await using store = await createStore();
      await using claim = await store.claim("run-1", "/projects/sample");
      await expect(store.claim(claim.runId, "/projects/sample")).rejects.toMatchObject({
        code: "target-busy",
      });
    });

    it("lets runs on different targets work side by side", async () => {
      await using store = await createStore();
      await using first = await store.claim("run-1", "/projects/one");
      await using second = await store.claim("run-2", "/projects/two");
      expect([first.runId, second.runId]).toEqual(["run-1", "run-2"]);
    });

    it("gives a target free when the claim is disposed, also twice", async () => {
      await using store = await createStore();
      const first = await store.claim("run-1", "/projects/sample");
      await first[Symbol.asyncDispose]();
      await using second = await store.claim("run-2", "/projects/sample");
      await first[Symbol.asyncDispose]();
      await expect(store.claim("run-3", "/projects/sample")).rejects.toMatchObject({
        details: { runId: second.runId },
      });
    });

    it("does not end a later claim on the same run when an earlier one is disposed again", async () => {
      await using store = await createStore();
      const first = await store.claim("run-1", "/projects/sample");
      await first[Symbol.asyncDispose]();
      await using second = await store.claim("run-1", "/projects/sample");
      await first[Symbol.asyncDispose]();
      await expect(store.claim(second.runId, "/projects/sample")).rejects.toMatchObject({
        code: "target-busy",
      });
    });

    it("lets a run that stopped be claimed again", async () => {
      await using store = await createStore();
      await (await store.claim("run-1", "/projects/sample"))[Symbol.asyncDispose]();
      await using again = await store.claim("run-1", "/projects/sample");
      expect(again.runId).toBe("run-1");
    });
  });
}
