import { isKimiError, type ModelCapabilities } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { chooseHostedTools } from "../../src/accept/choose-hosted-tools.ts";

const capabilities: ModelCapabilities = {
  codeInterpreter: false,
  webSearch: true,
  fileSearch: false,
  outputSchemaWithTools: true,
  reasoningEffort: true,
};
const models = { endpoint: "http://localhost:1/v1", capabilities };

describe("chooseHostedTools", () => {
  it("offers what is wanted and there", () => {
    const chosen = chooseHostedTools({ codeInterpreter: "off", webSearch: "on", fileSearch: "off" }, models);
    expect(chosen).toEqual({ codeInterpreter: false, webSearch: true, fileSearch: false, notes: [] });
  });

  it("drops a default tool that is missing with one note", () => {
    const chosen = chooseHostedTools(
      { codeInterpreter: "default", webSearch: "off", fileSearch: "off" },
      models,
    );
    expect(chosen).toMatchObject({
      codeInterpreter: false,
      notes: [expect.stringContaining("offers no code interpreter")],
    });
  });

  it("refuses a run that asks for a missing tool", () => {
    const choose = () =>
      chooseHostedTools({ codeInterpreter: "off", webSearch: "off", fileSearch: "on" }, models);
    expect(choose).toThrow(expect.toSatisfy((error: unknown) => isKimiError(error, "usage")));
    expect(choose).toThrow(/offers no file search/);
  });
});
