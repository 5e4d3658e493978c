import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { git, put, workshop } from "../support/scratch.ts";
import { walk } from "../support/walk.ts";

/** Renders what `change` does, and lets git do the same to the old tree. */
async function throughGit(
  prepare: (target: string) => void,
  change: (target: string) => void,
): Promise<string> {
  const { target, manager } = workshop();
  prepare(target);
  const from = await manager.snapshot(target);
  change(target);
  const wanted = walk(target, { times: false });
  const to = await manager.snapshot(target);
  const patch = await manager.renderPatch(await manager.changeSet(from.id, to.id));
  await manager.restore({ runId: "r", targetPath: target, snapshotId: from.id });
  git(target, "init", "-q");
  writeFileSync(join(target, ".git/p"), patch);
  git(target, "apply", "--whitespace=nowarn", ".git/p");
  expect(walk(target, { times: false })).toEqual(wanted);
  git(target, "apply", "--whitespace=nowarn", "--reverse", ".git/p");
  expect((await manager.snapshot(target)).treeHash).toBe(from.treeHash);
  return patch;
}

it("renders lines as git does", async () => {
  const patch = await throughGit(
    (target) => put(target, "a b.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n"),
    (target) => put(target, "a b.txt", "1\n2\n3\n4\nfive\n6\n7\n8\n9"),
  );
  expect(patch.replace(/^index .*$/m, "index")).toBe(
    [
      "diff --git a/a b.txt b/a b.txt",
      "index",
      "--- a/a b.txt\t",
      "+++ b/a b.txt\t",
      "@@ -2,8 +2,8 @@",
      " 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n-9\n+9",
      "\\ No newline at end of file\n",
    ].join("\n"),
  );
});

it("renders binary content, also of megabytes", async () => {
  const noise = Buffer.from(Array.from({ length: 3_000_000 }, (_, at) => (at * at * 31) % 251));
  const patch = await throughGit(
    (target) => put(target, "large.bin", noise),
    (target) => {
      put(
        target,
        "large.bin",
        noise.map((byte) => byte ^ 1),
      );
      put(target, "latin1.txt", Buffer.from([0x67, 0x72, 0xfc, 0x6e, 0x0a]));
      put(target, "odd.bin", Buffer.alloc(53));
    },
  );
  expect(patch.match(/^GIT binary patch$/gm)).toHaveLength(3);
});

it("renders a whole new content where too much differs to look for the least", async () => {
  const lines = (prefix: string): string =>
    Array.from({ length: 8000 }, (_, at) => `${prefix}${at}`).join("\n");
  const patch = await throughGit(
    (target) => put(target, "rewritten.txt", lines("old ")),
    (target) => put(target, "rewritten.txt", lines("new ")),
  );
  expect(patch.match(/^@@/gm)).toEqual(["@@"]);
});

it("leaves out what git would refuse, and says nothing where nothing is left", async () => {
  const { target, manager } = workshop();
  const from = await manager.snapshot(target);
  put(target, "nested/.git/config");
  put(target, "nested/.GIT/config");
  const to = await manager.snapshot(target);
  expect(await manager.renderPatch(await manager.changeSet(from.id, to.id))).toBe("");
});
