import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { put, workshop } from "../support/scratch.ts";

const sh = (script: string): readonly [string, ...string[]] => ["/bin/sh", "-c", script];
const mebibyte = 1024 ** 2;

/** A private tree in the tier that is asked for. */
async function open(mode: "require" | "off") {
  const { target, manager } = workshop();
  put(target, "file.txt");
  await manager.probe(mode);
  const { id } = await manager.snapshot(target);
  return manager.openWorkingTree({ runId: "run", snapshotId: id, targetPath: target, kind: "private" });
}

/** Those whose command line holds `text`, but for the dead that nobody has waited for. */
function processesNaming(text: string): readonly number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => readIfThere(`/proc/${pid}/cmdline`).includes(text)).map(Number);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone, as it should be.
  }
}

/** Starts processes for ever, each of which does. Bounded by itself, should nothing else bound it. */
const forks = `const { spawn } = require("node:child_process");
  for (let n = 0; n < 20; n += 1) spawn("/bin/sh", ["-c", "for i in 1 2 3 4 5; do (sleep 30 &) ; done; sleep 30"], { detached: true });
  setTimeout(() => {}, 30_000);`;
const hoards = `const kept = [];
  const timer = setInterval(() => { kept.push(Buffer.alloc(${16 * mebibyte}, 1)); if (kept.length === 60) clearInterval(timer); }, 5);
  setTimeout(() => {}, 30_000);`;
const memfd = `my $name = "x"; my $fd = syscall(${process.arch === "arm64" ? 279 : 319}, $name, 0);
  open(my $file, ">&=", $fd) or die; my $piece = "x" x ${mebibyte}; syswrite($file, $piece) for 1 .. 300; sleep 30`;
const fills = `const fs = require("node:fs");
  const piece = Buffer.alloc(${mebibyte}, 1);
  for (let n = 0; n < 400; n += 1) { fs.writeFileSync("big-" + n, piece); fs.writeFileSync("sub-" + n, piece); }
  setTimeout(() => {}, 30_000);`;

for (const mode of ["require", "off"] as const) {
  describe(`a command ${mode === "off" ? "without confinement" : "in bubblewrap"}`, () => {
    it("is ended when it has too many processes", async () => {
      await using tree = await open(mode);
      const result = await tree.commands.run({ argv: ["node", "-e", forks], limits: { processes: 80 } });
      // Where the kernel refuses more by a control group, it may also end by itself of that.
      expect(result).toMatchObject({ exceeded: "processes", timedOut: false });
      expect(result.stderr.text).toContain("ended: more than 80 processes and threads");
    });

    it("is ended when its processes use too much memory together", async () => {
      await using tree = await open(mode);
      const script = `node -e '${hoards}' & node -e '${hoards}' & wait`;
      const result = await tree.commands.run({ argv: sh(script), limits: { memoryBytes: 400 * mebibyte } });
      expect(result).toMatchObject({ exceeded: "memory", signal: "SIGKILL" });
      expect(result.stderr.text).toContain("more than 400 MiB of memory");
    });

    it("is ended when it hoards memory that belongs to no process", async () => {
      await using tree = await open(mode);
      const result = await tree.commands.run({
        argv: ["perl", "-e", memfd],
        limits: { memoryBytes: 150 * mebibyte },
      });
      expect(result).toMatchObject({ exceeded: "memory", signal: "SIGKILL" });
    });

    it("is ended when the tree grows too far", async () => {
      await using tree = await open(mode);
      const limits = { diskBytes: 60 * mebibyte };
      const result = await tree.commands.run({ argv: ["node", "-e", fills], limits });
      expect(result).toMatchObject({ exceeded: "disk", signal: "SIGKILL" });
      expect(result.stderr.text).toContain("grew by more than 60 MiB");
    });

    it("writes no file larger than the tree may grow, however fast", async () => {
      await using tree = await open(mode);
      const result = await tree.commands.run({
        argv: sh("fallocate -l 200M big"),
        limits: { diskBytes: 40 * mebibyte },
      });
      expect(result.exitCode).not.toBe(0);
      expect(statSync(join(tree.root, "big")).size).toBeLessThanOrEqual(40 * mebibyte);
    });

    it("dies with us when we are killed, all of it", async () => {
      const { target, home } = workshop();
      const child = spawn(process.execPath, [
        "--conditions=@kimi/source",
        join(import.meta.dirname, "../support/command-child.ts"),
        home,
        target,
        mode,
      ]);
      await once(child.stdout, "data");
      const begun = processesNaming(target).filter((pid) => pid !== child.pid);
      onTestFinished(() => begun.forEach(end));
      expect(begun.length).toBeGreaterThanOrEqual(2);
      child.kill("SIGKILL");
      await once(child, "close");
      await expect.poll(() => processesNaming(target), { timeout: 20_000, interval: 20 }).toEqual([]);
    });
  });
}

describe("a command in bubblewrap", () => {
  it("prints a gigabyte without our memory growing with it", async () => {
    await using tree = await open("require");
    const before = process.memoryUsage().arrayBuffers;
    const { stdout, exitCode } = await tree.commands.run({ argv: sh("head -c 1G /dev/zero") });
    expect(exitCode).toBe(0);
    expect(stdout.totalBytes).toBe(1024 ** 3);
    expect(stdout.text).toContain("its beginning is in");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * mebibyte);
  });

  it("fills its temporary folder, HOME and shared memory to their limit, and nothing else of the machine's memory", async () => {
    await using tree = await open("require");
    const fill = (path: string): string =>
      `head -c 80M /dev/zero > ${path}; stat -c %s ${path}; rm -f ${path};`;
    const script = `${fill("/tmp/x")} ${fill("/dev/shm/x")} ${fill("$HOME/x")} touch /dev/x /run/x /x`;
    const { stdout, stderr } = await tree.commands.run({
      argv: sh(script),
      limits: { memoryBytes: 48 * mebibyte },
    });
    expect(stdout.text).toBe(`${16 * mebibyte}\n`.repeat(3));
    for (const place of ["/dev/x", "/run/x", "/x"])
      expect(stderr.text).toContain(`touch: cannot touch '${place}'`);
  });

  it("cannot make a user namespace with rights of its own, nor mount or trace", async () => {
    await using tree = await open("require");
    const { stdout } = await tree.commands.run({
      argv: sh(
        "unshare -Ur true 2>/dev/null && echo mapped; mount -t tmpfs x /tmp 2>/dev/null && echo mounted; cat /proc/1/environ > /dev/null; true",
      ),
    });
    expect(stdout.text).toBe("");
  });

  it("replaces no hook of the user's repository through a link", async () => {
    const { target, manager } = workshop();
    put(target, ".git/HEAD", "ref: refs/heads/main\n");
    for (const folder of ["objects", "refs", "hooks"]) put(target, `.git/${folder}/keep`);
    put(target, "file.txt");
    const { id } = await manager.snapshot(target);
    await using tree = await manager.openWorkingTree({
      runId: "run",
      snapshotId: id,
      targetPath: target,
      kind: "private",
    });
    const script =
      "ln -s .git/hooks way; echo planted > way/pre-commit; ln .git/HEAD hard && echo planted >> hard; rm -rf .git/hooks; mv .git gone; ln -sfn /tmp .git/hooks; ls .git/hooks";
    const { stdout } = await tree.commands.run({ argv: sh(script) });
    expect(stdout.text).toBe("keep\n");
    expect(readdirSync(join(target, ".git/hooks"))).toEqual(["keep"]);
    expect(statSync(join(target, ".git/HEAD")).size).toBe(21);
  });
});
