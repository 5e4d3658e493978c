import { once } from "node:events";
import { existsSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createSandboxManager } from "../../src/index.ts";
import { git, put, scratch, workshop } from "../support/scratch.ts";

const sh = (script: string): readonly [string, ...string[]] => ["/bin/sh", "-c", script];

/** A private tree of a target that lies in a home folder with secrets in it. */
async function atHome() {
  const folder = scratch();
  const userHome = join(folder, "user");
  const target = join(userHome, "project");
  put(userHome, ".ssh/id_ed25519", "PLANTED KEY");
  put(userHome, "other-project/secret.txt", "PLANTED SECRET");
  put(target, "file.txt");
  put(target, "secret-link-target", "x");
  symlinkSync("../.ssh", join(target, "ssh"));
  const home = join(userHome, ".kimi_agent");
  const manager = createSandboxManager({ home, environment: { PATH: process.env["PATH"], HOME: userHome } });
  const { id } = await manager.snapshot(target);
  const open = () =>
    manager.openWorkingTree({ runId: "run", snapshotId: id, targetPath: target, kind: "private" });
  return { userHome, target, home, manager, open };
}

describe("a command in bubblewrap", () => {
  it("sees the tree at the target's own path, and of the home folder nothing else", async () => {
    const { userHome, target, open } = await atHome();
    await using tree = await open();
    const { stdout } = await tree.commands.run({
      argv: sh(`pwd; ls -A ${userHome}; cat ssh/id_ed25519 2>&1; ls -A / /home`),
    });
    expect(stdout.text.split("\n").slice(0, 2)).toEqual([target, "project"]);
    expect(stdout.text).not.toContain("PLANTED");
  });

  it("writes nowhere but in the tree and in what vanishes with it", async () => {
    const { userHome, target, open } = await atHome();
    await using tree = await open();
    const outside = join(userHome, "planted");
    const script = `touch inside; touch ${outside} /usr/planted /etc/planted /planted; mkdir -p ssh/x; true`;
    await tree.commands.run({ argv: sh(script) });
    expect(existsSync(join(tree.root, "inside"))).toBe(true);
    expect(existsSync(join(target, "inside"))).toBe(false);
    expect([outside, "/usr/planted", "/etc/planted", "/planted"].filter((path) => existsSync(path))).toEqual(
      [],
    );
    expect(readdirSync(join(userHome, ".ssh"))).toEqual(["id_ed25519"]);
  });

  it("runs the node that runs us, and what else is on PATH", async () => {
    const { open } = await atHome();
    await using tree = await open();
    const { stdout } = await tree.commands.run({ argv: ["node", "-p", "process.version"] });
    expect(stdout.text).toBe(`${process.version}\n`);
  });

  it("reaches no port of the machine without network, and does with it", async () => {
    const { open } = await atHome();
    await using tree = await open();
    const server = createServer((_, response) => response.end("reached")).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const script = `fetch("http://127.0.0.1:${port}").then((r) => r.text()).then(console.log, () => console.log("out of reach"))`;
    const closed = await tree.commands.run({ argv: ["node", "-e", script] });
    const open_ = await tree.commands.run({ argv: ["node", "-e", script], network: "host" });
    server.close();
    expect([closed.stdout.text, open_.stdout.text]).toEqual(["out of reach\n", "reached\n"]);
  });

  it("can use the loopback interface of its own", async () => {
    const { open } = await atHome();
    await using tree = await open();
    const script = `require("http").createServer((_, r) => r.end("own")).listen(0, "127.0.0.1", async function () {
      console.log(await (await fetch("http://127.0.0.1:" + this.address().port)).text()); process.exit(); })`;
    expect((await tree.commands.run({ argv: ["node", "-e", script] })).stdout.text).toBe("own\n");
  });

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

  it("does not see a folder that a planted .git file calls its repository", async () => {
    const { userHome, target, manager } = await atHome();
    git(join(userHome, "other-project"), "init", "-q");
    writeFileSync(join(target, ".git"), `gitdir: ${userHome}/other-project/.git\n`);
    const { id } = await manager.snapshot(target);
    await using tree = await manager.openWorkingTree({
      runId: "r",
      snapshotId: id,
      targetPath: target,
      kind: "private",
    });
    const { stdout } = await tree.commands.run({
      argv: sh(`ls ${userHome}/other-project 2>/dev/null; ls -A ${userHome}`),
    });
    expect(stdout.text).toBe("project\n");
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

  it("does not see our own folder in a target that is worked on in place", async () => {
    const { target, manager } = workshop();
    put(target, "file.txt");
    const sink = await manager.openDeliverables(target, "run");
    await sink.write("run.json", "{}");
    const { id } = await manager.snapshot(target);
    await using tree = await manager.openWorkingTree({
      runId: "run",
      snapshotId: id,
      targetPath: target,
      kind: "in-place",
    });
    const { stdout } = await tree.commands.run({
      argv: sh("ls -A .kimi_agent; rm -rf .kimi_agent/*; echo x > .kimi_agent/x; echo new > new.txt"),
    });
    expect(stdout.text).toBe("");
    expect(readFileSync(join(sink.folder, "run.json"), "utf8")).toBe("{}");
    expect(readFileSync(join(target, "new.txt"), "utf8")).toBe("new\n");
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
