import type { Finding, TestResult } from "@kimi/contracts";
import { cutText } from "../cut-text.ts";

/** Tests that fail on the final tree as they did before the run: one finding a file, which blocks nothing. */
export function describeStanding(tests: readonly TestResult[]): readonly Finding[] {
  return [...Map.groupBy(tests, ({ id }) => id.file)].map(([path, ofFile]): Finding => {
    const names = ofFile.map(({ id }) => `“${id.name}”`).join(", ");
    const verb = ofFile.length === 1 ? "fails, as it did" : "fail, as they did";
    const [first = ""] = (ofFile[0]?.message ?? "").split("\n");
    const why = ofFile.length === 1 ? `: ${first}` : ".";
    return {
      kind: "failing-test",
      blocking: false,
      path,
      message: cutText(`${cutText(names, 200)} ${verb} before the run${why}`, 400),
    };
  });
}
