import * as fc from "fast-check";
import { expect, it } from "vitest";
import { formatAttributeDump, namesIn, parseAttributeDumps } from "../../src/attributes/attribute-dump.ts";

const byte = fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code));
const path = fc.string({ unit: byte, minLength: 1 }).filter((text) => !/^[./]|\/\/|\/$/.test(text));
const dump = fc
  .uniqueArray(fc.constantFrom("user.a=0x", "user.b=0x00ff", "user.\\075\\134=0x31", "user.z=0x0a"), {
    minLength: 1,
  })
  .map((lines) =>
    lines
      .toSorted()
      .map((line) => `${line}\n`)
      .join(""),
  );

it("reads for any path what it writes", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(path, dump), { maxLength: 4 }), (entries) => {
      const printed = entries.map((entry) => formatAttributeDump(...entry)).join("");
      expect(parseAttributeDumps(printed)).toEqual(new Map(entries));
    }),
  );
});

it("sets access control lists last, since they may take the right to set the others", () => {
  const text = formatAttributeDump("a", "system.posix_acl_access=0x02\nuser.z=0x31\n");
  expect(text).toBe("# file: ./a\nuser.z=0x31\nsystem.posix_acl_access=0x02\n\n");
});

it("leaves out what belongs to the machine rather than to the file", () => {
  const printed =
    "# file: ./a\nsecurity.selinux=0x31\ntrusted.SGI_ACL_FILE=0x00\ntrusted.overlay.opaque=0x79\nuser.kept=0x31\n\n# file: ./b\nsecurity.ima=0x01\n\n";
  expect(parseAttributeDumps(printed)).toEqual(new Map([["a", "user.kept=0x31\n"]]));
});

it("names attributes as they are", () => {
  expect(namesIn("user.a\\075b=0x\nuser.c=0x00\n")).toEqual(["user.a=b", "user.c"]);
});
