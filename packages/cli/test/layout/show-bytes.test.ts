import { expect, it } from "vitest";
import { showBytes } from "../../src/layout/show-bytes.ts";

it.for([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 kB"],
  [20_400, "20 kB"],
  [999_499, "999 kB"],
  [999_500, "1.0 MB"],
  [1_540_000, "1.5 MB"],
  [99_940_000, "99.9 MB"],
  [99_950_000, "100 MB"],
  [999_499_999, "999 MB"],
  [999_500_000, "1.0 GB"],
  [3e9, "3.0 GB"],
  [2.5e15, "2500 TB"],
] as const)("shows %d bytes as %s", ([bytes, shown]) => {
  expect(showBytes(bytes)).toBe(shown);
});
