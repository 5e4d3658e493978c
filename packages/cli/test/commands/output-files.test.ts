import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { bodies } from "@kimi/local/testing";
import { expect, it } from "vitest";
import { setStage } from "../support/play-run.ts";

/** What a path can be besides a regular file, and how it is named. */
const others = [
  ["a-folder", "a folder"],
  ["a-pipe", "a named pipe"],
  ["to-a-pipe", "a named pipe"],
  ["to-nothing", "a link that leads nowhere"],
  ["plan.md/x", "which cannot be written (ENOTDIR)"],
] as const;

function putOthers(folder: string): void {
  mkdirSync(join(folder, "a-folder"));
  execFileSync("mkfifo", [join(folder, "a-pipe")]);
  symlinkSync("a-pipe", join(folder, "to-a-pipe"));
  symlinkSync("nothing", join(folder, "to-nothing"));
}

it("an export replaces what is no regular file never, and a regular file only when told to", async () => {
  const { folder, kimi, play } = await setStage();
  putOthers(folder);
  expect(await play()).toMatchObject({ code: 0 });
  for (const [path, found] of others) {
    for (const force of [[], ["--force"]]) {
      const { code, out, err } = await kimi("export", "latest", "--out", path, ...force);
      expect({ code, out, err }).toMatchObject({ code: 2, out: "", err: expect.stringContaining(found) });
      expect(err).toContain(`--out was given ${join(folder, path)}, `);
    }
  }
  expect(lstatSync(join(folder, "a-pipe")).isFIFO()).toBe(true);
  expect(readlinkSync(join(folder, "to-a-pipe"))).toBe("a-pipe");

  writeFileSync(join(folder, "mine.zip"), "mine");
  symlinkSync("mine.zip", join(folder, "to-mine.zip"));
  for (const path of ["mine.zip", "to-mine.zip"]) {
    expect(await kimi("export", "latest", "--out", path)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/mine\.zip, which is there already; name another file, or .*--force/),
    });
  }
  expect(readFileSync(join(folder, "mine.zip"), "utf8")).toBe("mine");
  expect(await kimi("export", "latest", "--out", "to-mine.zip", "--force")).toMatchObject({ code: 0 });
  expect(readlinkSync(join(folder, "to-mine.zip"))).toBe("mine.zip");
  expect(readFileSync(join(folder, "mine.zip")).subarray(0, 2).toString()).toBe("PK");
  // Where nothing is named it is ours, and the same each time.
  for (const _ of ["once", "again"]) expect(await kimi("export", "latest")).toMatchObject({ code: 0 });
});

it("a recording goes where nothing is yet, which is known before anything is asked", async () => {
  const { folder, kimi, play } = await setStage();
  putOthers(folder);
  mkdirSync(join(folder, "closed"));
  chmodSync(join(folder, "closed"), 0o500);
  const refused: readonly (readonly [string, string])[] = [
    ...others,
    ["plan.md", "which is there already; name another file, or remove"],
    ["project/../plan.md", "which is there already"],
    ["no/such/folder.jsonl", "which cannot be written (ENOENT)"],
    ["/proc/x.jsonl", "which cannot be written"],
    ...(process.getuid?.() === 0 ? [] : [["closed/x.jsonl", "which cannot be written (EACCES)"] as const]),
  ];
  const plan = readFileSync(join(folder, "plan.md"), "utf8");
  for (const [path, found] of refused) {
    const { code, out, err } = await play("--record", path);
    expect({ code, out, err }).toMatchObject({ code: 2, out: "", err: expect.stringContaining(found) });
    expect(err).toMatch(/^kimi-agent: --record was given .*\n$/);
  }
  expect((await kimi("runs", "list")).out).toBe("No runs yet.\n");
  expect(readFileSync(join(folder, "plan.md"), "utf8")).toBe(plan);
  expect(readdirSync(folder)).not.toContain("nothing");
});

it.each([
  ["succeeded", bodies.right, 4],
  ["partial", bodies.mustOnly, 3],
])(
  "a recording that cannot be written in the end is said, and a run that %s stands",
  async (status, body, exit) => {
    const { folder, kimi, play } = await setStage({
      body,
      onSaid: (said, place) => {
        if (/^coding +done/m.test(said)) rmSync(join(place, "records"), { recursive: true, force: true });
      },
    });
    mkdirSync(join(folder, "records"));
    const { code, out, err } = await play("--record", "records/x.jsonl", "--max-attempts", "1");
    expect(out).toMatch(new RegExp(`status +${status}`));
    expect(err).toMatch(
      /^The model's answers are not recorded; the run stands\. .*x\.jsonl could not be written/mu,
    );
    expect(err).not.toMatch(/^\s+at /mu);
    expect(code).toBe(exit);
    expect((await kimi("runs", "show", "latest")).out).toMatch(new RegExp(`status +${status}`));
  },
);

it("a recording replaces nothing that came to be during the run", async () => {
  const { folder, play } = await setStage({
    onSaid: (said, place) => {
      if (/^coding +done/m.test(said)) writeFileSync(join(place, "x.jsonl"), "mine");
    },
  });
  expect(await play("--record", "x.jsonl")).toMatchObject({ code: 4 });
  expect(readFileSync(join(folder, "x.jsonl"), "utf8")).toBe("mine");
});
