import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findAttributeTool } from "../../src/attributes/find-attribute-tool.ts";
import { memory, put, scratch } from "../support/scratch.ts";

/** Paths of so many bytes are asked for while others are still being listed. */
const many = 64 * 1024;

it.for([
  ["few", 0],
  ["many", many],
] as const)("answers for the rest when some of %s entries are gone", async ([, bytes]) => {
  const root = scratch(memory);
  put(root, "plain.txt");
  put(root, "tagged.txt");
  execFileSync("setfattr", ["--name", "user.a", "--value", "1", join(root, "tagged.txt")]);
  using questions = findAttributeTool()?.open(root);
  for (let asked = 0; asked <= bytes; asked += "./plain.txt/".length) questions?.ask("plain.txt");
  for (const path of ["gone.txt", "tagged.txt"]) questions?.ask(path);
  expect(await questions?.answer()).toEqual(new Map([["tagged.txt", "user.a=0x31\n"]]));
});
