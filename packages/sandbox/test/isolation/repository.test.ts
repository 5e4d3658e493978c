import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SandboxManager } from "../../src/index.ts";
import { git, put, workshop } from "../support/scratch.ts";

const sh = (script: string): readonly [string, ...string[]] => ["/bin/sh", "-c", script];

async function openPrivate(manager: SandboxManager, targetPath: string) {
  const { id } = await manager.snapshot(targetPath);
  return manager.openWorkingTree({ runId: "r", snapshotId: id, targetPath, kind: "private" });
}

describe("a command in bubblewrap", () => {
  it("reads the user's repository and cannot change it", async () => {
    const { target, manager } = workshop();
    put(target, "file.txt");
    git(target, "init", "-q");
    git(target, "add", ".");
    git(target, "commit", "-qm", "by the user");
    const { id } = await manager.snapshot(target);
    await using tree = await manager.openWorkingTree({
      runId: "r",
      snapshotId: id,
      targetPath: target,
      kind: "private",
    });
    const script =
      "git log --format=%s; git status --porcelain; echo x > .git/hooks/pre-commit; rm -rf .git; mv .git elsewhere; true";
    const { stdout } = await tree.commands.run({ argv: sh(script) });
    expect(stdout.text).toBe("by the user\n");
    expect(readdirSync(join(target, ".git/hooks"))).not.toContain("pre-commit");
    expect(git(target, "log", "--format=%s")).toBe("by the user\n");
  });

  it("reads the repository of a worktree, of a submodule and above the target, and can change none of them", async () => {
    const { target, manager } = workshop();
    put(target, "packages/app/file.txt");
    git(target, "init", "-q");
    git(target, "add", ".");
    git(target, "commit", "-qm", "in the main tree");
    const worktree = join(target, "../worktree");
    git(target, "worktree", "add", "-q", worktree);
    const source = join(target, "../source");
    put(source, "part.txt");
    git(source, "init", "-q");
    git(source, "add", ".");
    git(source, "commit", "-qm", "in the submodule");
    git(target, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", source, "part");
    const everything = (): string =>
      [target, worktree, join(target, "part")]
        .map(
          (folder) =>
            git(folder, "log", "--all", "--format=%H%d") + git(folder, "config", "--list", "--local"),
        )
        .join("");
    const before = everything();
    const attack = `git -c user.name=x -c user.email=x commit --allow-empty -qm theirs; git config x.y z; git branch theirs; git tag theirs
      folder=$(git rev-parse --git-dir); common=$(git rev-parse --git-common-dir); rm -rf "$folder"/* "$common"/*
      for hooks in "$folder/hooks" "$common/hooks"; do mkdir -p "$hooks"; echo x > "$hooks/post-checkout"; done; [ -e .git ] && { rm -rf .git; echo x > .git; }; true`;
    const outputs: string[] = [];
    for (const folder of [worktree, join(target, "packages/app"), join(target, "part")]) {
      const { id } = await manager.snapshot(folder);
      await using tree = await manager.openWorkingTree({
        runId: "r",
        snapshotId: id,
        targetPath: folder,
        kind: "private",
      });
      await tree.commands.run({ argv: sh(attack) });
      const { stdout, stderr } = await tree.commands.run({ argv: ["git", "log", "--format=%s"] });
      outputs.push(stderr.text + stdout.text);
    }
    expect(outputs).toEqual(["in the main tree\n", "in the main tree\n", "in the submodule\n"]);
    expect(everything()).toBe(before);
    expect(existsSync(join(target, ".git/hooks/post-checkout"))).toBe(false);
  });

  it("reads the repository's configuration without tokens and passwords", async () => {
    const { target, manager } = workshop();
    put(target, "file.txt");
    git(target, "init", "-q");
    git(target, "config", "user.name", "the user");
    git(target, "config", "http.https://example.org/.extraheader", "AUTHORIZATION: basic UExBTlRFRA==");
    git(target, "remote", "add", "origin", "https://me:PLANTED@example.org/project.git");
    git(target, "remote", "add", "other", "https://PLANTED@example.org/project.git");
    git(target, "remote", "add", "ssh", "git@example.org:project.git");
    const before = readFileSync(join(target, ".git/config"), "utf8");
    const { id } = await manager.snapshot(target);
    const request = { runId: "r", snapshotId: id, targetPath: target, kind: "private" } as const;
    await using tree = await manager.openWorkingTree(request);
    const script =
      "git config user.name; git remote -v | cut -f2 | sort -u; cat .git/config; echo x > .git/config";
    const { stdout } = await tree.commands.run({ argv: sh(script) });
    expect(stdout.text).toMatch(
      /^the user\ngit@example.org:project.git \(fetch\)\n.*\nhttps:\/\/example.org\/project.git \(fetch\)\n/,
    );
    expect(stdout.text).not.toMatch(/PLANTED|UExBTlRFRA/);
    expect(readFileSync(join(target, ".git/config"), "utf8")).toBe(before);
  });

  it("does not see a folder that a planted .git file calls its repository", async () => {
    const { target, manager } = workshop();
    const other = join(target, "../other-project");
    put(other, "secret.txt", "PLANTED");
    git(other, "init", "-q");
    put(target, "file.txt");
    writeFileSync(join(target, ".git"), `gitdir: ${other}/.git\n`);
    await using tree = await openPrivate(manager, target);
    const { stdout } = await tree.commands.run({
      argv: sh(`ls -A ${other} ${other}/.. 2>/dev/null; git log; true`),
    });
    expect(stdout.text).not.toContain("secret.txt");
    expect(stdout.text).not.toContain("other-project");
  });

  it("leaves no repository in the user's own folder where there was none, for git to run its programs", async () => {
    const { target, manager } = workshop();
    put(target, "file.txt");
    const { id } = await manager.snapshot(target);
    const open = () =>
      manager.openWorkingTree({ runId: "run", snapshotId: id, targetPath: target, kind: "in-place" });
    {
      await using tree = await open();
      const plant = "git init -q . && git config core.fsmonitor 'touch /tmp/run' && ls -d .git";
      const { stdout, stderr } = await tree.commands.run({ argv: sh(plant) });
      expect(stdout.text).toBe(".git\n");
      expect(stderr.text).toContain(".git was removed again");
      expect(existsSync(join(target, ".git"))).toBe(false);
      await expect(
        tree.commands.run({ argv: sh("ln -s /tmp .git; sleep 1000"), timeoutMs: 300 }),
      ).resolves.toMatchObject({
        timedOut: true,
      });
      expect(readdirSync(target).includes(".git")).toBe(false);
    }
    git(target, "init", "-q");
    await using tree = await open();
    expect((await tree.commands.run({ argv: ["git", "status"] })).stderr.text).toBe("");
    expect(existsSync(join(target, ".git/HEAD"))).toBe(true);
  });
});

describe("a command without confinement", () => {
  it("has a repository of its own, so that nothing it does reaches the user's", async () => {
    const { target, manager } = workshop();
    put(target, "file.txt");
    git(target, "init", "-q");
    git(target, "add", ".");
    git(target, "commit", "-qm", "by the user");
    const { id } = await manager.snapshot(target);
    expect((await manager.probe("off")).tier).toBe("none");
    await using tree = await manager.openWorkingTree({
      runId: "r",
      snapshotId: id,
      targetPath: target,
      kind: "private",
    });
    const commit =
      "git -c user.name=x -c user.email=x@example.org commit --allow-empty -qm theirs && git log --format=%s";
    const { stdout } = await tree.commands.run({ argv: sh(commit) });
    expect(stdout.text).toBe("theirs\nby the user\n");
    expect(git(target, "log", "--format=%s")).toBe("by the user\n");
    expect((await tree.snapshot()).id).toBe(id);
  });
});
