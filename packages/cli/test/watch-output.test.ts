import { PassThrough, Writable } from "node:stream";
import { expect, it } from "vitest";
import { watchOutput } from "../src/watch-output.ts";

function failing(code: string): Writable {
  return new Writable({
    write(_text, _encoding, done) {
      done(Object.assign(new Error(`${code}: it failed, write`), { code }));
    },
  });
}

async function settled(stdout: Writable & { isTTY?: boolean }, exitCode: number) {
  const stderr = new PassThrough();
  const output = watchOutput(stdout, stderr);
  stdout.write("one\n");
  stdout.write("two\n");
  return { code: await output.settle(exitCode), said: String(stderr.read() ?? "") };
}

it.each([
  [0, 4],
  [3, 3],
  [130, 130],
])("says that output was lost, and turns the exit code %i into %i", async (before, after) => {
  const { code, said } = await settled(failing("ENOSPC"), before);
  expect(said).toMatch(
    /^kimi-agent: stdout could not be written to \(ENOSPC: it failed, write\).*ask for it again\.\n$/,
  );
  expect(code).toBe(after);
});

it("is silent when all was written, and when whoever read is gone", async () => {
  expect(await settled(new PassThrough(), 0)).toEqual({ code: 0, said: "" });
  expect(await settled(failing("EPIPE"), 0)).toEqual({ code: 0, said: "" });
  expect(await settled(Object.assign(failing("EIO"), { isTTY: true }), 0)).toEqual({ code: 0, said: "" });
  expect(await settled(failing("EIO"), 0)).toMatchObject({ code: 4 });
});
