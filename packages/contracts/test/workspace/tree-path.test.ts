import * as fc from "fast-check";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { treePathSchema } from "../../src/index.ts";

describe("a path in a tree", () => {
  it.each(["a", "src/app.ts", ".env", "..a/b..", "with space/ü.md", "a\\b", "C:/x"])("may be %j", (one) => {
    expect(treePathSchema.parse(one)).toBe(one);
  });

  it.each(["", "/", "/etc/passwd", "../x", "a/../b", "a/..", "./a", "a/.", "a//b", "a/", "nul\0"])(
    "may not be %j",
    (one) => {
      expect(treePathSchema.safeParse(one).success).toBe(false);
    },
  );

  it("says what was expected", () => {
    expect(treePathSchema.safeParse("../x").error?.issues[0]?.message).toBe(
      "expected a relative path with forward slashes and no . or .. segment",
    );
  });

  it("never leads out of the root, and stays as it is when normalised", () => {
    const segment = fc.constantFrom("", ".", "..", "a", "b.txt", "...", " ");
    const anyPath = fc.array(segment, { minLength: 1, maxLength: 6 }).map((parts) => parts.join("/"));
    fc.assert(
      fc.property(anyPath, (one) => {
        const accepted = treePathSchema.safeParse(one).success;
        const resolved = path.posix.resolve("/root/tree", one);
        expect(accepted).toBe(
          resolved.startsWith("/root/tree/") && path.posix.relative("/root/tree", resolved) === one,
        );
      }),
    );
  });
});
