import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeHome } from "../../src/machine/make-home.ts";
import { scratch } from "../support/scratch.ts";

it("makes all that is missing, for its owner alone, and leaves what is there as it is", () => {
  const home = join(scratch(), "one/two");
  makeHome(home);
  expect(statSync(home).mode & 0o777).toBe(0o700);
  expect(() => makeHome(home)).not.toThrow();
});

it.for(["file", "file/home"])("says what is in the way when the home is %s", (place) => {
  const folder = scratch();
  writeFileSync(join(folder, "file"), "");
  const message = expect.stringMatching(/\(EEXIST: .*\/file'\): expected a folder of yours/);
  expect(() => makeHome(join(folder, place))).toThrow(expect.objectContaining({ code: "usage", message }));
});

it.runIf(existsSync("/proc/self"))("gives up where no folder can be made", () => {
  expect(() => makeHome("/proc/home/below")).toThrow(expect.objectContaining({ code: "usage" }));
});
