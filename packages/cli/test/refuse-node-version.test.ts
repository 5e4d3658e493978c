import { expect, it } from "vitest";
import { refuseNodeVersion } from "../src/refuse-node-version.ts";

it.each(["24.11.0", "24.21.3", "26.0.0", "27.1.0"])("runs on Node %s", (version) => {
  expect(refuseNodeVersion(version)).toBeNull();
});

it.each(["20.20.2", "22.12.0", "24.10.9", "25.3.0"])("refuses Node %s and says what is needed", (version) => {
  expect(refuseNodeVersion(version)).toMatch(
    new RegExp(`needs Node 24\\.11.*this is Node ${version.replaceAll(".", "\\.")}`),
  );
});
