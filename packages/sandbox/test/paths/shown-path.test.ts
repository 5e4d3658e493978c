import * as fc from "fast-check";
import { expect, it } from "vitest";
import { fromShownPath, toShownPath } from "../../src/paths/shown-path.ts";

it("shows any bytes so that they are found again", () => {
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.string({ unit: fc.constantFrom("\\", "x", "4", "1", "ä", "F", "/") }).map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(bytes, (raw) => {
      const path = Buffer.from(raw).toString("latin1");
      expect(fromShownPath(toShownPath(path))).toBe(path);
    }),
  );
});

it("shows UTF-8 as it is and other bytes as escapes", () => {
  expect(toShownPath(Buffer.from("grün/a b").toString("latin1"))).toBe("grün/a b");
  expect(toShownPath("a\xff\xc3")).toBe("a\\xFF\\xC3");
  expect(toShownPath("\\x41")).toBe("\\x5Cx41");
});
