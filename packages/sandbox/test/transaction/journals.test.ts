import { join } from "node:path";
import { expect, it } from "vitest";
import { Journals } from "../../src/transaction/journals.ts";
import { put, scratch } from "../support/scratch.ts";

it("says which folder is in trouble when journals cannot be kept", () => {
  const folder = scratch();
  put(folder, "file");
  const message = expect.stringMatching(
    /^the folder of journals .*\/file\/journals could not be made: ENOTDIR/,
  );
  expect(() => new Journals(join(folder, "file/journals"))).toThrow(
    expect.objectContaining({ code: "workspace", message }),
  );
});
