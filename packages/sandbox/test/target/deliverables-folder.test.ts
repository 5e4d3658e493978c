import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { DeliverablesFolder } from "../../src/target/deliverables-folder.ts";

function newTarget(): string {
  const target = mkdtempSync(join(tmpdir(), "kimi-deliverables-"));
  onTestFinished(() => rmSync(target, { recursive: true, force: true }));
  return target;
}

it("leaves nothing behind of what a killed process had half written", async () => {
  const deliverables = new DeliverablesFolder(newTarget(), "run-1");
  writeFileSync(join(deliverables.folder, ".trace.md.tmp"), "half a tra");
  await deliverables.write("trace.md", "a trace");
  expect(readdirSync(deliverables.folder)).toEqual(["trace.md"]);
  expect(readFileSync(join(deliverables.folder, "trace.md"), "utf8")).toBe("a trace");
});

it("writes through no link that somebody planted under the name it writes to first", async () => {
  const target = newTarget();
  const deliverables = new DeliverablesFolder(target, "run-1");
  const outside = join(target, "outside");
  writeFileSync(outside, "precious");
  symlinkSync(outside, join(deliverables.folder, ".trace.md.tmp"));
  await deliverables.write("trace.md", "a trace");
  expect(readFileSync(outside, "utf8")).toBe("precious");
  expect(readFileSync(join(deliverables.folder, "trace.md"), "utf8")).toBe("a trace");
});
