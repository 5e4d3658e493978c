import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { FileEdit, WorkingTree } from "@kimi/contracts";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { createSandboxManager } from "../../src/index.ts";
import { memory, put, scratch, workshop } from "../support/scratch.ts";
import { settle } from "../support/settled.ts";

const paths = ["a", "b", "folder/a", "folder/b", "folder/deep/a", "folder/deep/er/a", "other/a"];

type Step =
  | { readonly kind: "edit"; readonly edits: readonly FileEdit[] }
  | { readonly kind: "command"; readonly path: string };

const edit = fc
  .record({ path: fc.constantFrom(...paths), content: fc.option(fc.constantFrom("one", "two", "three")) })
  .map(({ path, content }): FileEdit =>
    content === null ? { kind: "delete", path } : { kind: "write", path, content: Buffer.from(content) },
  );
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .uniqueArray(edit, { minLength: 1, maxLength: 3, selector: ({ path }) => path })
      .map((edits) => ({ kind: "edit" as const, edits })),
  },
  { weight: 1, arbitrary: fc.constantFrom(...paths).map((path) => ({ kind: "command" as const, path })) },
);

async function carryOut(tree: WorkingTree, one: Step): Promise<void> {
  if (one.kind === "command") {
    await tree.commands.run({
      argv: ["sh", "-c", `mkdir -p "$(dirname ${one.path})" && date +%N > ${one.path}`],
    });
    return;
  }
  for (const each of one.edits) {
    // Files that are not there cannot be deleted.
    if (each.kind === "write" || (await tree.files.read(each.path)) !== null) await tree.files.edit([each]);
  }
}

it("records after edits and commands just what a look at the whole tree finds", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { maxLength: 3 }), { maxLength: 4 }), async (turns) => {
      const folder = scratch();
      const target = join(folder, "target");
      for (const path of ["a", "folder/a", "folder/b", "folder/deep/a", "kept/a"]) put(target, path);
      const manager = createSandboxManager({ home: join(folder, "home") });
      await manager.probe("off");
      const { id } = await manager.snapshot(target);
      const request = { runId: "run", snapshotId: id, targetPath: target, kind: "private" } as const;
      await using tree = await manager.openWorkingTree(request);
      const onlooker = createSandboxManager({ home: join(folder, "other") });
      for (const steps of turns) {
        for (const one of steps) await carryOut(tree, one);
        expect(await tree.snapshot({ onlyEdited: true })).toEqual(await onlooker.snapshot(tree.root));
      }
    }),
    { numRuns: 25 },
  );
});

it("looks at no more than what was written, as long as no command ran", async () => {
  const folder = scratch();
  const target = join(folder, "target");
  for (const path of ["a", "folder/b"]) put(target, path);
  const manager = createSandboxManager({ home: join(folder, "home") });
  await manager.probe("off");
  const { id } = await manager.snapshot(target);
  await using tree = await manager.openWorkingTree({
    runId: "run",
    snapshotId: id,
    targetPath: target,
    kind: "private",
  });
  await tree.files.edit([{ kind: "write", path: "a", content: Buffer.from("edited") }]);
  put(tree.root, "folder/b", "by nobody we know");
  const unseen = await tree.snapshot({ onlyEdited: true });
  expect(Buffer.from((await manager.readFile(unseen.id, "folder/b")) ?? []).toString()).toBe("folder/b\n");
  await tree.commands.run({ argv: ["true"] });
  const seen = await tree.snapshot({ onlyEdited: true });
  expect(Buffer.from((await manager.readFile(seen.id, "folder/b")) ?? []).toString()).toBe(
    "by nobody we know",
  );
});

it("goes on to know of sockets in a folder below which something was written", async () => {
  const { target, manager } = workshop(undefined, memory);
  put(target, "a");
  const { id } = await manager.snapshot(target);
  await using tree = await manager.openWorkingTree({
    runId: "run",
    snapshotId: id,
    targetPath: target,
    kind: "private",
  });
  mkdirSync(join(tree.root, "folder/deep"), { recursive: true });
  const server = createServer().listen(join(tree.root, "folder/socket"));
  try {
    await once(server, "listening");
    await settle(join(tree.root, "folder/socket"));
    await tree.snapshot();
    await tree.files.edit([{ kind: "write", path: "folder/deep/b", content: Buffer.from("edited") }]);
    await tree.snapshot({ onlyEdited: true });
    await settle(join(tree.root, "folder/deep/b"));
    // The socket goes with its folder.
    expect(await tree.restore(id)).toMatchObject({ verified: true });
  } finally {
    server.close();
  }
});
