import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readExport } from "../../src/archive/read-export.ts";
import { ZipWriter } from "../../src/zip/zip-writer.ts";

const description = JSON.stringify({ format: "kimi-export", version: 1, runId: "run" });

async function zipOf(
  entries: Readonly<Record<string, string>>,
): Promise<{ readonly path: string; readonly bytes: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), "read-export-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const chunks: Uint8Array[] = [];
  const zip = new ZipWriter(new Date(0), async (chunk) => void chunks.push(chunk));
  for (const [path, text] of Object.entries(entries)) {
    await zip.add({ path, mode: 0o100644, content: Buffer.from(text) });
  }
  await zip.end();
  const bytes = Buffer.concat(chunks);
  const path = join(folder, "run.zip");
  await writeFile(path, bytes);
  return { path, bytes };
}

describe("an exported run", () => {
  it("gives a deliverable from its zip alone, and nothing for one it does not have", async () => {
    const { path } = await zipOf({
      "deliverables/trace.json": '{"a":1}',
      "export.json": description,
      "tree/trace.json": "x",
    });
    expect(Buffer.from((await readExport(path, "trace.json")) ?? []).toString()).toBe('{"a":1}');
    expect(await readExport(path, "sbom.cdx.json")).toBeNull();
  });

  it("is refused when it is another zip, of a newer version, cut off, altered, or not there", async () => {
    const other = await zipOf({ "deliverables/trace.json": "{}" });
    await expect(readExport(other.path, "trace.json")).rejects.toThrow("not one of an exported run");
    const broken = await zipOf({ "export.json": "{" });
    await expect(readExport(broken.path, "trace.json")).rejects.toThrow("not one of an exported run");
    const newer = await zipOf({ "export.json": description.replace("1", "2") });
    await expect(readExport(newer.path, "trace.json")).rejects.toThrow(/exported as version 2.*update/);
    const whole = await zipOf({ "export.json": description, "deliverables/trace.json": "abc" });
    await writeFile(whole.path, whole.bytes.subarray(0, -10));
    await expect(readExport(whole.path, "trace.json")).rejects.toThrow("cannot be read as a zip");
    await writeFile(whole.path, Buffer.from(whole.bytes.toString("latin1").replace("abc", "abd"), "latin1"));
    await expect(readExport(whole.path, "trace.json")).rejects.toThrow(/checksum .*differs/);
    await expect(readExport(`${whole.path}.gone`, "trace.json")).rejects.toThrow("There is no file");
  });
});
