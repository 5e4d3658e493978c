import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createDisplayDeltas } from "../../src/transport/display-deltas.ts";
import { hiding, openDoor } from "../support/fake-ports.ts";

test("all of the text is shown, in order, however it is cut", () => {
  const piece = fc.oneof(fc.string(), fc.constant("\n"), fc.string({ minLength: 300, maxLength: 300 }));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      let shown = "";
      const display = createDisplayDeltas(openDoor, (text) => {
        shown += text;
      });
      for (const text of pieces) display.push(text);
      display.flush();
      expect(shown).toBe(pieces.join(""));
    }),
  );
});

test("a secret that comes in halves is not shown", () => {
  const shown: string[] = [];
  const display = createDisplayDeltas(hiding("hunter2"), (text) => shown.push(text));
  for (const text of ["the key is hun", "ter2, keep", " it\nbye"]) display.push(text);
  display.flush();
  expect(shown).toEqual(["the key is [[secret:1]], keep it\n", "bye"]);
});
