import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type CreateIsolation, shell, withIsolationFixture } from "./isolation-fixture.ts";

/** How a command of any tier is limited, ended and refused. */
export function itEndsCommands(create: CreateIsolation): void {
  it("ends the whole process tree at the time limit", () =>
    withIsolationFixture(create, async ({ commands }) => {
      const script = "sleep 1000 & setsid sleep 1000 & echo started; wait";
      const result = await commands.run({ argv: shell(script), timeoutMs: 1_000 });
      expect(result).toMatchObject({ exitCode: null, signal: "SIGKILL", timedOut: true });
      expect(result.stdout.text).toBe("started\n");
    }));

  it("ends it on abort, and throws", () =>
    withIsolationFixture(create, async ({ commands }) => {
      const controller = new AbortController();
      const running = commands.run({
        argv: shell("setsid sleep 1000 & sleep 1000"),
        signal: controller.signal,
      });
      setTimeout(() => controller.abort(), 100);
      await expect(running).rejects.toMatchObject({ code: "cancelled" });
      await expect(commands.run({ argv: ["true"], signal: controller.signal })).rejects.toMatchObject({
        code: "cancelled",
      });
    }));

  it("ends what a command leaves running in the background", () =>
    withIsolationFixture(create, async ({ commands, tree }) => {
      const script =
        "(setsid sh -c 'while :; do date +%N > beat; done' > /dev/null 2>&1 &); while [ ! -s beat ]; do :; done";
      expect((await commands.run({ argv: shell(script) })).exitCode).toBe(0);
      // Ended, it cannot make the file again.
      rmSync(join(tree, "beat"), { force: true });
      await commands.run({ argv: shell("for i in 1 2 3 4 5 6 7 8; do ls / > /dev/null; done") });
      expect(existsSync(join(tree, "beat"))).toBe(false);
    }));

  it("keeps the head and tail of long output, and the whole of it for later commands to read", () =>
    withIsolationFixture(create, async ({ commands }) => {
      const script = "echo first; head -c 5000000 /dev/zero | tr '\\0' x; echo; echo last";
      const { stdout } = await commands.run({ argv: shell(script), maxOutputBytes: 1000 });
      expect(stdout.totalBytes).toBe(5_000_012);
      const cut = /^first\nx+\n\[… 4999012 bytes left out; all of it is in (\S+) …\]\nx+\nlast\n$/;
      expect(stdout.text).toMatch(cut);
      const file = cut.exec(stdout.text)?.[1] ?? "";
      const { stdout: count } = await commands.run({ argv: shell(`wc -c < ${file}; tail -n 1 ${file}`) });
      expect(count.text).toBe("5000012\nlast\n");
    }));

  it("throws when there is no such program", () =>
    withIsolationFixture(create, async ({ commands }) => {
      await expect(commands.run({ argv: ["no-such-program"] })).rejects.toMatchObject({
        code: "workspace",
      });
    }));

  it("refuses a working directory outside of the tree", () =>
    withIsolationFixture(create, async ({ commands }) => {
      await expect(commands.run({ argv: ["true"], workingDirectory: "../.." })).rejects.toMatchObject({
        code: "path-refused",
      });
      await expect(commands.run({ argv: ["true"], workingDirectory: "missing" })).rejects.toMatchObject({
        code: "workspace",
      });
    }));
}
