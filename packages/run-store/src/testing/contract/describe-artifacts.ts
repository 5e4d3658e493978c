import { hash as digest } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sampleRun } from "../sample-run.ts";
import type { CreateStore } from "./create-store.ts";

const text = { name: "trace.md", mediaType: "text/markdown", producer: null };

/** The named outputs. */
export function describeArtifacts(createStore: CreateStore): void {
  describe("artifacts", () => {
    it("gives back text and bytes of any size, with hash and length", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      const long = new Uint8Array(300_000).map((_, index) => index % 251);
      for (const content of [new Uint8Array(), Uint8Array.of(0, 255, 128), long]) {
        const record = await store.putArtifact("run-1", { ...text, content });
        expect(record).toEqual({ ...text, hash: digest("sha256", content), bytes: content.length });
        expect(new Uint8Array((await store.readArtifact("run-1", "trace.md")) ?? [1])).toEqual(content);
      }
      await store.putArtifact("run-1", { ...text, content: "Grüße\r\n" });
      expect(Buffer.from((await store.readArtifact("run-1", "trace.md")) ?? []).toString()).toBe("Grüße\r\n");
    });

    it("replaces what a name means when it is written again", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      await store.putArtifact("run-1", { ...text, content: "one" });
      const producer = { stage: "coding", attempt: 2 };
      const second = await store.putArtifact("run-1", { ...text, producer, content: "two" });
      expect(await store.listArtifacts("run-1")).toEqual([second]);
      expect(second.producer).toEqual(producer);
    });

    it("lists names in byte order and keeps runs apart", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      await store.createRun(sampleRun("run-2"));
      const names = ["b.txt", "a.txt", "Z.txt", "\u{1f680}.txt", "\u{ff5e}.txt"];
      for (const name of names) await store.putArtifact("run-1", { ...text, name, content: name });
      expect((await store.listArtifacts("run-1")).map(({ name }) => name)).toEqual([
        "Z.txt",
        "a.txt",
        "b.txt",
        "\u{ff5e}.txt",
        "\u{1f680}.txt",
      ]);
      expect(await store.listArtifacts("run-2")).toEqual([]);
      expect(await store.readArtifact("run-2", "a.txt")).toBeNull();
    });

    it("refuses an artifact of no run and one without a name", async () => {
      await using store = await createStore();
      await expect(store.putArtifact("run-9", { ...text, content: "" })).rejects.toMatchObject({
        code: "internal",
      });
      await store.createRun(sampleRun("run-1"));
      await expect(store.putArtifact("run-1", { ...text, name: "", content: "" })).rejects.toMatchObject({
        code: "internal",
      });
    });
  });
}
