import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { setStage } from "../support/play-run.ts";

it("does what it says is to be done when the project has changed", async () => {
  let edited = false;
  const { folder, kimi, play } = await setStage({
    onSaid(said, place) {
      if (edited || !said.includes("verdict")) return;
      edited = true;
      appendFileSync(join(place, "project/src/greet.js"), "// mine\n");
    },
  });
  const ended = await play();
  expect(ended.code).toBe(4);
  const [, hint = ""] = /kimi-agent (apply \S+ --keep \S+)/u.exec(ended.out.replaceAll(/\s+/gu, " ")) ?? [];
  expect(hint).toMatch(/ --keep src\/greet\.js$/);
  expect(ended.out).not.toContain("kimi-agent resume");
  const refused = await kimi("apply", "latest");
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining(`kimi-agent ${hint}\n`) });

  const file = join(folder, "project/src/greet.js");
  writeFileSync(file, "// merged\n");
  const applied = await kimi(...hint.split(" "));
  expect(applied).toMatchObject({
    code: 0,
    out: expect.stringMatching(/no part of what was judged: src\/greet\.js/),
  });
  expect(readFileSync(file, "utf8")).toBe("// merged\n");
  const { out } = await kimi("runs", "show", "latest");
  expect(out).toMatch(/^applied +yes, by kimi-agent apply on .* as they were there: src\/greet\.js$/m);
  expect(out).toMatch(/^resumable +no$/m);
  expect(out).toMatch(/^reason it ended +/m);
  expect((await kimi("runs", "events", "latest")).out).toMatch(
    /left as they are in the project: src\/greet\.js/,
  );
  expect(await kimi("rollback", "latest")).toMatchObject({ code: 0 });
  expect(readFileSync(file, "utf8")).toBe("// merged\n");
});
