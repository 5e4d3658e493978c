import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type CreateIsolation, shell, withIsolationFixture } from "./isolation-fixture.ts";

/** What a command of any tier is given, and what is learned of it. */
export function itRunsCommands(create: CreateIsolation): void {
  it("runs a command in the tree and reports how it ended and what it printed", () =>
    withIsolationFixture(create, async ({ commands }) => {
      const result = await commands.run({ argv: shell("cat here.txt; echo bad >&2; exit 3") });
      expect(result).toMatchObject({ exitCode: 3, signal: null, timedOut: false, reports: {} });
      expect(result.stdout).toEqual({ text: "from the tree\n", totalBytes: 14 });
      expect(result.stderr.text).toBe("bad\n");
      expect(result.tier).toBe(create(process.env).tier);
      expect(result.durationMs).toBeGreaterThan(0);
    }));

  it("lets a command write to the tree, and works in a folder of it", () =>
    withIsolationFixture(create, async ({ commands, tree }) => {
      await commands.run({ argv: shell("echo made > made.txt"), workingDirectory: "sub/folder" });
      expect(readFileSync(join(tree, "sub/folder/made.txt"), "utf8")).toBe("made\n");
    }));

  it("passes on an allow-list of the environment and what was asked for", () =>
    withIsolationFixture(create, async ({ commands }) => {
      const { stdout } = await commands.run({ argv: shell("env"), env: { ASKED_FOR: "yes" } });
      const names = stdout.text.split("\n").map((line) => line.split("=")[0]);
      expect(stdout.text).toMatch(/^ASKED_FOR=yes$/m);
      expect(stdout.text).toMatch(/^CI=1$/m);
      expect(stdout.text).toMatch(/^LC_ALL=C$/m);
      expect(names).not.toContain("PLANTED_SECRET");
    }));

  it("gives an empty HOME and a private temporary folder, both writable and gone afterwards", () =>
    withIsolationFixture(create, async ({ commands, scratch }) => {
      const first = await commands.run({
        argv: shell('ls -A "$HOME"; touch "$HOME/x" "$TMPDIR/kimi-contract-x" && echo "$HOME $TMPDIR"'),
      });
      expect(first.stdout.text).not.toContain(process.env["HOME"] ?? "no home");
      expect(first.stdout.text.split("\n")).toHaveLength(2);
      const second = await commands.run({
        argv: shell('ls -A "$HOME" "$TMPDIR" | grep -Ex "x|kimi-contract-x"; true'),
      });
      expect(second.stdout.text).toBe("");
      expect(existsSync(join(scratch, "places", "commands"))).toBe(false);
    }));

  it("hands support files in and report files out", () =>
    withIsolationFixture(create, async ({ commands }) => {
      const { reports } = await commands.run({
        argv: shell('cat "{support}/in.txt" > "$OUT" && ln -s /etc/passwd {reports}/link'),
        env: { OUT: "{reports}/out.txt" },
        supportFiles: { "in.txt": "handed in" },
        reportFiles: ["out.txt", "link", "never-written"],
      });
      expect(reports).toEqual({ "out.txt": "handed in" });
    }));
}
