import { once } from "node:events";
import { existsSync, readFileSync, readdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createSandboxManager } from "../../src/index.ts";
import { put, scratch, workshop } from "../support/scratch.ts";

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
  return { userHome, target, open };
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
