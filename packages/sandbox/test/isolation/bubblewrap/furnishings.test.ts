import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { copyEtc } from "../../../src/isolation/bubblewrap/copy-etc.ts";
import { describeEtc } from "../../../src/isolation/bubblewrap/describe-etc.ts";
import { furnish } from "../../../src/isolation/bubblewrap/furnishings.ts";
import { createSandboxManager } from "../../../src/index.ts";
import { put, scratch } from "../../support/scratch.ts";

const eightDaysMs = 8 * 24 * 60 * 60 * 1000;

/** Makes it look as if nobody had begun to use a furnishing for that long. */
function age(place: string, ms: number): void {
  const { mtimeMs } = statSync(join(place, "used"));
  utimesSync(join(place, "used"), mtimeMs / 1000, (mtimeMs - ms) / 1000);
}

it("is made once, and deleted when nobody has begun to use it for a week", () => {
  const store = scratch();
  const { etc } = furnish(store);
  const [name = ""] = readdirSync(store);
  expect(furnish(store).etc).toBe(etc);
  expect(readdirSync(store)).toEqual([name]);
  // As left by an /etc of before, by a process that was killed while it made one, and one in use elsewhere.
  for (const other of ["older", "newer", "unfinished.tmp"]) put(store, `${other}/used`, "");
  age(join(store, "older"), eightDaysMs);
  age(join(store, "unfinished.tmp"), eightDaysMs);
  furnish(store);
  expect(readdirSync(store).toSorted()).toEqual([name, "newer"].toSorted());
});

it("is made again for a process that outlived it", async () => {
  const folder = scratch();
  put(folder, "target/file.txt");
  const manager = createSandboxManager({ home: join(folder, "home") });
  const { id } = await manager.snapshot(join(folder, "target"));
  const request = {
    runId: "r",
    snapshotId: id,
    targetPath: join(folder, "target"),
    kind: "private",
  } as const;
  await using tree = await manager.openWorkingTree(request);
  const run = async () => (await tree.commands.run({ argv: ["cat", "/etc/passwd"] })).exitCode;
  const before = await run();
  const store = join(folder, "home/confinement");
  const [name = ""] = readdirSync(store);
  // What another process would do to it after a week.
  rmSync(join(store, name), { recursive: true });
  expect([before, await run()]).toEqual([0, 0]);
});

it("holds of /etc what programs look up, and nothing that is secret or closed to others", () => {
  const etc = join(scratch(), "etc");
  put(etc, "passwd", "root:x:0:0\n");
  put(etc, "shadow", "root:PLANTED\n");
  put(etc, "ssl/certs/ca.pem", "certificate\n");
  put(etc, "ssl/private/server.pem", "PLANTED\n");
  put(etc, "ssl/server.key", "PLANTED\n");
  put(etc, "ssl/closed", "PLANTED\n", 0o640);
  put(etc, "pki/entitlement/1-key.pem", "PLANTED\n");
  put(etc, "maven/settings.xml", "<password>PLANTED</password>\n");
  put(etc, "ssh/ssh_host_key", "PLANTED\n");
  const copy = join(scratch(), "copy");
  copyEtc(copy, etc);
  expect(readdirSync(copy, { recursive: true, encoding: "utf8" }).toSorted()).toEqual(
    "maven passwd pki ssl ssl/certs ssl/certs/ca.pem".split(" "),
  );
  expect(readFileSync(join(copy, "passwd"), "utf8")).toBe("root:x:0:0\n");
});

it("is another one when anything changes in what is copied, and the same when not", () => {
  const etc = join(scratch(), "etc");
  put(etc, "ssl/certs/ca.pem", "certificate\n");
  put(etc, "unrelated", "x");
  const before = describeEtc(etc);
  put(etc, "unrelated", "changed");
  expect(describeEtc(etc)).toEqual(before);
  chmodSync(join(etc, "ssl/certs/ca.pem"), 0o600);
  expect(describeEtc(etc)).not.toEqual(before);
  symlinkSync("ca.pem", join(etc, "ssl/certs/link.pem"));
  const linked = describeEtc(etc);
  rmSync(join(etc, "ssl/certs/link.pem"));
  symlinkSync("other.pem", join(etc, "ssl/certs/link.pem"));
  expect(describeEtc(etc)).not.toEqual(linked);
});

it("lends root devices of its own, where that is allowed", () => {
  const { deviceFolder } = furnish(scratch());
  const devices = existsSync(deviceFolder) ? readdirSync(deviceFolder) : [];
  // Root alone has devices of its own to spoil.
  expect([0, process.getuid?.() === 0 ? 6 : 0]).toContain(devices.length);
  expect(devices.every((name) => lstatSync(join(deviceFolder, name)).isCharacterDevice())).toBe(true);
});
