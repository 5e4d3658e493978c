import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import { put, scratch, workshop } from "../support/scratch.ts";

const sh = (script: string): readonly [string, ...string[]] => ["/bin/sh", "-c", script];

async function open() {
  const { target, manager } = workshop();
  put(target, "file.txt");
  const { id } = await manager.snapshot(target);
  return manager.openWorkingTree({ runId: "run", snapshotId: id, targetPath: target, kind: "private" });
}

/** Numbers of system calls, which no program at hand makes for us. */
const numbers =
  process.arch === "arm64"
    ? { add_key: 217, keyctl: 219, socket: 198, bpf: 280, io_uring_setup: 425, userfaultfd: 282, unshare: 97 }
    : {
        add_key: 248,
        keyctl: 250,
        socket: 41,
        bpf: 321,
        io_uring_setup: 425,
        userfaultfd: 323,
        unshare: 272,
      };

/** A Perl script that makes calls and prints the name of each that succeeded. */
function attempt(
  ...calls: readonly (readonly [name: keyof typeof numbers, ...args: readonly (number | string)[]])[]
) {
  const tries = calls.map(([name, ...args]) => {
    const given = args.map((value, at) => ({ value, at: `$v${at}` }));
    const set = given.map(
      ({ value, at }) => `my ${at} = ${typeof value === "string" ? `"${value}"` : value};`,
    );
    const list = [numbers[name], ...given.map(({ at }) => at)].join(", ");
    return `{ ${set.join(" ")} print "${name} ${args.at(0) ?? ""}\\n" if syscall(${list}) >= 0; }`;
  });
  return ["perl", "-e", tries.join(" ")] as const;
}

describe("a command in bubblewrap", () => {
  it("reaches no keyring, no host of a virtual machine, and none of the kernel's own machinery", async () => {
    await using tree = await open();
    const buffer = "\\0".repeat(200);
    const { stdout, stderr, exitCode } = await tree.commands.run({
      argv: attempt(
        ["add_key", "user", "kimi-planted", "x", 1, -3],
        ["keyctl", 0, -3, 0],
        ["socket", 40, 1, 0],
        ["socket", 31, 3, 0],
        ["socket", 1, 1, 0],
        ["bpf", 0, buffer, 100],
        ["io_uring_setup", 1, buffer],
        ["userfaultfd", 1],
        ["unshare", 0x10000000],
      ),
    });
    expect({ stdout: stdout.text, stderr: stderr.text, exitCode }).toEqual({
      // The one that is meant to work: a unix socket.
      stdout: "socket 1\n",
      stderr: "",
      exitCode: 0,
    });
  });

  it("cannot change the kernel's settings nor the machine's devices, not even as root", async () => {
    await using tree = await open();
    const settings = ["kernel/core_pattern", "kernel/printk", "vm/overcommit_memory"];
    const read = (): string => settings.map((name) => readFileSync(`/proc/sys/${name}`, "latin1")).join("");
    const modes = (): number[] => ["null", "full", "tty"].map((name) => statSync(`/dev/${name}`).mode);
    const before = { settings: read(), modes: modes() };
    const writes = settings.map(
      (name) => `cat /proc/sys/${name} > /tmp/v; cat /tmp/v > /proc/sys/${name} && echo written;`,
    );
    const script = `${writes.join(" ")} chmod 600 /dev/null /dev/full /dev/tty; ls /sys; true`;
    const { stdout } = await tree.commands.run({ argv: sh(script) });
    const mended = await tree.commands.run({
      argv: sh("stat -c %a /dev/null; echo x > /dev/null && echo works"),
    });
    expect(stdout.text).toBe("");
    expect({ settings: read(), modes: modes() }).toEqual(before);
    expect(mended.stdout.text).toBe("666\nworks\n");
  });

  it("sees no process but its own, and has no terminal to push input into", async () => {
    await using tree = await open();
    const outside = spawn("sleep", ["1000"], { env: { PATH: process.env["PATH"], PLANTED_OUTSIDE: "1" } });
    onTestFinished(() => void outside.kill("SIGKILL"));
    const script = `cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep -c ^PLANTED_OUTSIDE
      ls -d /proc/[0-9]*/root/home/* /proc/${outside.pid} 2>/dev/null; cat /dev/tty; tty; kill -KILL ${outside.pid}`;
    const { stdout, stderr } = await tree.commands.run({ argv: sh(script) });
    expect(stdout.text).toBe("0\nnot a tty\n");
    expect(stderr.text).toMatch(/\/dev\/tty.*\n.*[Nn]o such process/);
  });

  it("reaches no socket of the machine, neither by a path nor by an abstract name", async () => {
    await using tree = await open();
    const folder = scratch();
    const names = [join(folder, "agent.sock"), `\0kimi-test-${process.pid}`];
    const reached: string[] = [];
    const servers = names.map((name) => createServer(() => reached.push(name)).listen(name));
    await Promise.all(servers.map((server) => once(server, "listening")));
    const list = names.map((name) => JSON.stringify(name)).join(", ");
    const script = `const net = require("node:net"); for (const name of [${list}, "/run/dbus/system_bus_socket"])
      net.connect(name).on("connect", () => console.log("in")).on("error", (error) => console.log(error.code));`;
    const { stdout } = await tree.commands.run({
      argv: ["node", "-e", script],
      env: { SSH_AUTH_SOCK: names[0] ?? "" },
    });
    for (const server of servers) server.close();
    expect(stdout.text.split("\n").toSorted()).toEqual(["", "ECONNREFUSED", "ENOENT", "ENOENT"]);
    expect(reached).toEqual([]);
  });

  it("is given no descriptor that we were started with", async () => {
    const { target, home } = workshop();
    put(target, "file.txt");
    const folder = scratch();
    put(folder, "secret", "PLANTED");
    const descriptor = openSync(folder, "r");
    const child = spawn(
      process.execPath,
      [
        "--conditions=@kimi/source",
        join(import.meta.dirname, "../support/descriptor-child.ts"),
        home,
        target,
        "20",
      ],
      { stdio: ["ignore", "pipe", "inherit", ...Array<"ignore">(17).fill("ignore"), descriptor] },
    );
    closeSync(descriptor);
    const { stdout } = child;
    expect(stdout === null ? null : await text(stdout)).toBe("/dev/null\nlooked\n");
  });
});
