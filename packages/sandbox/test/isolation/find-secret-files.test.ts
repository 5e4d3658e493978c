import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findSecretFiles } from "../../src/isolation/find-secret-files.ts";
import { put, scratch } from "../support/scratch.ts";

it("finds settings with tokens where package managers keep them, below any version", () => {
  const folder = scratch();
  const planted = [
    "etc/npmrc",
    "versions/node/v24.11.0/etc/npmrc",
    "versions/3.12/pip.conf",
    "credentials/pypi",
  ];
  for (const path of planted) put(folder, path, "//registry.example/:_authToken=PLANTED\n");
  expect(findSecretFiles([folder]).toSorted()).toEqual(planted.map((path) => join(folder, path)).toSorted());
});

it("leaves alone what holds no secret, lies elsewhere, is hidden from a star, or leads nowhere", () => {
  const folder = scratch();
  put(folder, "etc/npmrc", "fund=false\n");
  put(folder, "lib/npmrc", "_authToken=PLANTED\n");
  put(folder, "versions/.trash/pip.conf", "password = PLANTED\n");
  symlinkSync("nowhere", join(folder, ".npmrc"));
  expect(findSecretFiles([folder, join(folder, "missing")])).toEqual([]);
});
