import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { OutputCapture } from "../../src/commands/output-capture.ts";
import { OverflowFile } from "../../src/commands/overflow-file.ts";
import { OverflowFolder } from "../../src/commands/overflow-folder.ts";
import { ScratchFolders } from "../../src/tree/scratch-folders.ts";
import { put, scratch } from "../support/scratch.ts";

it("keeps the whole of a stream that is longer than the limit, and of no other", () => {
  const folder = new OverflowFolder(join(scratch(), "output"));
  const short = new OutputCapture(10, folder.next("/seen").stdout);
  short.add(Buffer.from("0123456789"));
  expect(short.finish().text).toBe("0123456789");
  expect(folder.isUsed).toBe(false);
  const long = new OutputCapture(10, folder.next("/seen").stdout);
  for (const piece of ["01", "2345678", "9abc", "", "def"]) long.add(Buffer.from(piece));
  expect(long.finish().text).toBe("01234\n[… 6 bytes left out; all of it is in /seen/2.stdout …]\nbcdef");
  expect(readFileSync(join(folder.path, "2.stdout"), "utf8")).toBe("0123456789abcdef");
});

it("says so when a file holds the beginning alone, and goes on when the disk refuses", () => {
  const path = join(scratch(), "x");
  const folder = new OverflowFolder(path);
  const file = folder.next(path).stderr;
  const piece = Buffer.alloc(33 * 1024 * 1024, "x");
  for (let count = 0; count < 3; count += 1) file.write(piece);
  expect(file.finish()).toBe(`; its beginning is in ${path}/1.stderr`);
  expect(readFileSync(join(path, "1.stderr"))).toHaveLength(64 * 1024 * 1024);
  const refused = new OverflowFile(
    () => {
      throw new Error("the disk is full");
    },
    "/seen",
    10,
  );
  refused.write(piece);
  expect(refused.finish()).toBe("");
});

it("keeps the last eight files", () => {
  const folder = new OverflowFolder(join(scratch(), "output"));
  for (let count = 0; count < 12; count += 1) {
    const { stdout } = folder.next("/seen");
    stdout.write(Buffer.from("x"));
    stdout.finish();
  }
  expect(readdirSync(folder.path)).toHaveLength(8);
  expect(existsSync(join(folder.path, "12.stdout"))).toBe(true);
});

it("gives a scratch folder to a later command only when nothing was left in it", () => {
  const folders = new ScratchFolders(join(scratch(), "commands"));
  const [first, second] = [folders.take(), folders.take()];
  expect(first).not.toBe(second);
  put(first, "reports/left-over");
  folders.giveBack(first);
  expect(existsSync(first)).toBe(false);
  folders.giveBack(second);
  expect(folders.take()).toBe(second);
  expect(folders.take()).not.toBe(second);
});
