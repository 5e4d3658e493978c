import {
  chmodSync,
  lutimesSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { git, memory, put, workshop } from "./support/scratch.ts";
import { walk } from "./support/walk.ts";

/** Each of these is lost by a checkpoint that is made with git. */
const losses: readonly {
  readonly name: string;
  readonly before: (target: string) => void;
  readonly run: (target: string) => void;
}[] = [
  {
    name: "line endings, a byte order mark and a missing last newline, whatever .gitattributes says",
    before: (target) => {
      put(
        target,
        ".gitattributes",
        "*.txt text eol=lf\n*.id ident\n*.bin filter=lfs diff=lfs merge=lfs -text\n",
      );
      put(target, "crlf.txt", "one\r\ntwo\r\n");
      put(target, "mixed.txt", "\ufeffone\r\ntwo\nthree\r");
      put(target, "expanded.id", "$Id$ and $Id: 0123456789abcdef$\n");
      put(target, "pointer.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n");
      put(target, "large.bin", Buffer.from([0, 255, 13, 10]));
    },
    run: (target) => {
      for (const name of ["crlf.txt", "mixed.txt", "expanded.id", "pointer.bin"])
        put(target, name, "one\ntwo\n");
      rmSync(join(target, "large.bin"));
    },
  },
  {
    name: "an ignored .env, with its mode, and ignored build output that a run has added",
    before: (target) => {
      put(target, ".gitignore", ".env\ndist/\nnode_modules/\n");
      put(target, ".env", "SECRET=1\n", 0o600);
    },
    run: (target) => {
      put(target, ".env", "SECRET=2\n");
      chmodSync(join(target, ".env"), 0o644);
      put(target, "dist/bundle.js");
    },
  },
  {
    name: "installed dependencies, links and executable bits included",
    before: (target) => {
      put(target, ".gitignore", "node_modules/\n");
      put(target, "node_modules/tool/bin.js", "#!/usr/bin/env node\n", 0o755);
      mkdirSync(join(target, "node_modules/.bin"));
      symlinkSync("../tool/bin.js", join(target, "node_modules/.bin/tool"));
    },
    run: (target) => {
      rmSync(join(target, "node_modules"), { recursive: true });
      put(target, "node_modules/other/index.js");
    },
  },
  {
    name: "repositories within, their own .git included",
    before: (target) => {
      put(target, "vendor/lib/a.txt");
      git(join(target, "vendor/lib"), "init", "-q");
      git(join(target, "vendor/lib"), "add", ".");
      git(join(target, "vendor/lib"), "commit", "-qm", "first");
    },
    run: (target) => {
      put(target, "vendor/lib/a.txt", "changed\n");
      git(join(target, "vendor/lib"), "commit", "-qam", "by the run");
      rmSync(join(target, "vendor/lib/.git/HEAD"));
    },
  },
  {
    name: "untracked files of any size, empty folders, and modes beyond the executable bit",
    before: (target) => {
      put(target, "untracked.bin", Buffer.alloc(3_000_000, "untracked"));
      mkdirSync(join(target, "empty/inner"), { recursive: true });
      for (const [at, mode] of [0o400, 0o444, 0o600, 0o700, 0o755, 0o4755].entries()) {
        put(target, `modes/${at}`);
        chmodSync(join(target, `modes/${at}`), mode);
      }
      chmodSync(join(target, "modes"), 0o555);
    },
    run: (target) => {
      rmSync(join(target, "untracked.bin"));
      rmSync(join(target, "empty"), { recursive: true });
      chmodSync(join(target, "modes"), 0o755);
      for (let at = 0; at < 6; at += 1) chmodSync(join(target, `modes/${at}`), 0o644);
    },
  },
  {
    name: "times to the microsecond, those of folders too, after changes beside them",
    before: (target) => {
      put(target, "folder/old.txt");
      put(target, "folder/other.txt");
      utimesSync(join(target, "folder/old.txt"), 1_234_567_890.123_456, 1_234_567_890.123_456);
      symlinkSync("old.txt", join(target, "folder/link"));
      lutimesSync(join(target, "folder/link"), 86_400.000_001, 86_400.000_001);
      utimesSync(join(target, "folder"), 1_700_000_000.999_999, 1_700_000_000.999_999);
    },
    run: (target) => {
      put(target, "folder/other.txt", "changed\n");
      put(target, "folder/added.txt");
      utimesSync(join(target, "folder/old.txt"), 5, 5);
    },
  },
];

describe("restoring brings back", () => {
  it.each(losses)("$name", async ({ before, run }) => {
    const { target, manager } = workshop(undefined, memory);
    git(target, "init", "-q");
    before(target);
    const wanted = walk(target);
    const { id } = await manager.snapshot(target);
    run(target);
    expect(walk(target)).not.toEqual(wanted);
    const report = await manager.restore({ runId: "run", targetPath: target, snapshotId: id });
    expect(report.verified).toBe(true);
    expect(walk(target)).toEqual(wanted);
  });

  it.each(losses)("by way of a private tree: $name", async ({ before, run }) => {
    const { target, manager } = workshop(undefined, memory);
    git(target, "init", "-q");
    before(target);
    const { id } = await manager.snapshot(target);
    const request = { runId: "run", snapshotId: id, targetPath: target, kind: "private" } as const;
    await using tree = await manager.openWorkingTree(request);
    run(tree.root);
    const changeSet = await manager.changeSet(id, (await tree.snapshot()).id);
    expect((await manager.apply({ runId: "run", targetPath: target, changeSet })).conflicts).toEqual([]);
    expect(walk(target, { times: false })).toEqual(walk(tree.root, { times: false }));
  });
});

it("leaves what the user has staged, and the rest of the repository, alone", async () => {
  const { target, manager } = workshop(undefined, memory);
  git(target, "init", "-q");
  put(target, "file.txt", "staged\n");
  git(target, "add", "file.txt");
  put(target, "file.txt", "and changed again\n");
  const repository = walk(join(target, ".git"));
  const { id } = await manager.snapshot(target);
  put(target, "file.txt", "by the run\n");
  await manager.restore({ runId: "run", targetPath: target, snapshotId: id });
  expect(walk(join(target, ".git"))).toEqual(repository);
  expect(git(target, "diff", "--cached", "--name-only")).toBe("file.txt\n");
  expect(readFileSync(join(target, "file.txt"), "utf8")).toBe("and changed again\n");
});

it("applies with the times that files and folders had where they were made, and leaves others alone", async () => {
  const { target, manager } = workshop(undefined, memory);
  for (const name of ["a/changed.txt", "a/sibling.txt", "b/other.txt"]) put(target, name);
  const { id } = await manager.snapshot(target);
  const request = { runId: "run", snapshotId: id, targetPath: target, kind: "private" } as const;
  await using tree = await manager.openWorkingTree(request);
  writeFileSync(join(tree.root, "a/changed.txt"), "by the run\n");
  put(tree.root, "a/added.txt");
  utimesSync(join(tree.root, "a"), 1_600_000_000.000_001, 1_600_000_000.000_001);
  const changeSet = await manager.changeSet(id, (await tree.snapshot()).id);
  await manager.apply({ runId: "run", targetPath: target, changeSet });
  expect(walk(target)).toEqual(walk(tree.root));
});

it("does not set back the time of a folder that the user has changed meanwhile", async () => {
  const { target, manager } = workshop(undefined, memory);
  put(target, "a/file.txt");
  const { id } = await manager.snapshot(target);
  const request = { runId: "run", snapshotId: id, targetPath: target, kind: "private" } as const;
  await using tree = await manager.openWorkingTree(request);
  put(tree.root, "a/added.txt");
  utimesSync(join(tree.root, "a"), 1_600_000_000, 1_600_000_000);
  const changeSet = await manager.changeSet(id, (await tree.snapshot()).id);
  put(target, "a/by-the-user.txt");
  await manager.apply({ runId: "run", targetPath: target, changeSet });
  expect(statSync(join(target, "a")).mtimeMs).toBeGreaterThan(1_700_000_000_000);
});
