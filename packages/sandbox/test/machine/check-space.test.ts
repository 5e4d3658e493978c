import { expect, it } from "vitest";
import { checkSpace } from "../../src/machine/check-space.ts";

it.each([
  [
    0,
    "0 MB",
    true,
    expect.stringMatching(/remove or move away other files on the disk of \/home\/kimi .*100 MB/),
  ],
  [99e6, "99 MB", true, expect.stringMatching(/KIMI_AGENT_HOME/)],
  [100e6, "100 MB", false, expect.stringMatching(/kimi-agent snapshots prune/)],
  [1.94e9, "1.9 GB", false, expect.stringMatching(/kimi-agent snapshots prune/)],
  [2e9, "2.0 GB", false, null],
])("judges %d free bytes", (free, found, isNeeded, advice) => {
  expect(checkSpace("/home/kimi", free)).toEqual({
    name: "free space",
    found,
    isNeeded,
    advice,
  });
});
