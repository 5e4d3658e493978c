import { describe, expect, it } from "vitest";
import { runConfigSchema } from "../../src/index.ts";

const minimal = { targetPath: "/home/user/project", prompt: "Add a health check" };

describe("a run configuration", () => {
  it("fills in the documented defaults", () => {
    expect(runConfigSchema.parse(minimal)).toEqual({
      ...minimal,
      inputDocs: [],
      model: "gpt-5.0",
      reasoningEffort: "medium",
      codeInterpreter: "default",
      webSearch: "off",
      fileSearch: "off",
      budget: { maxCostUsd: null, maxTokens: null, maxTurns: 40, maxMinutes: 60 },
      maxAttempts: 3,
      sandbox: "require",
      network: "none",
      env: [],
      inPlace: false,
      writeDocs: false,
      allowInstall: false,
      licences: ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "0BSD"],
      accept: [],
      seed: null,
    });
  });

  it("is unchanged by being parsed again", () => {
    const once = runConfigSchema.parse({ ...minimal, budget: { maxCostUsd: 2.5 }, accept: ["REQ-3.2"] });
    expect(runConfigSchema.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
  });

  it("takes documents without a prompt", () => {
    const documents = { targetPath: minimal.targetPath, inputDocs: ["plan.md"] };
    expect(runConfigSchema.parse(documents).prompt).toBeNull();
  });

  it("refuses to run without prompt and documents", () => {
    expect(runConfigSchema.safeParse({ targetPath: minimal.targetPath }).error?.issues[0]?.message).toBe(
      "expected a prompt, at least one document, or both",
    );
  });

  it("does not let two runs share their defaults", () => {
    expect(runConfigSchema.parse(minimal).licences).not.toBe(runConfigSchema.parse(minimal).licences);
  });

  it.each([
    ["an unknown key, since a mistyped limit is no limit", { ...minimal, maxCost: 1 }],
    ["an unknown limit", { ...minimal, budget: { maxDollars: 1 } }],
    ["an empty prompt", { ...minimal, prompt: "" }],
    ["an empty target", { ...minimal, targetPath: "" }],
    ["no attempt at all", { ...minimal, maxAttempts: 0 }],
    ["more than twenty attempts", { ...minimal, maxAttempts: 21 }],
    ["half an attempt", { ...minimal, maxAttempts: 1.5 }],
    ["a budget of nothing", { ...minimal, budget: { maxCostUsd: 0 } }],
    ["endless time", { ...minimal, budget: { maxMinutes: Infinity } }],
    ["a variable with its value, which would be recorded", { ...minimal, env: ["TOKEN=secret"] }],
    ["a waived requirement instead of a criterion", { ...minimal, accept: ["REQ-3"] }],
    ["a negative seed", { ...minimal, seed: -1 }],
    ["an unknown sandbox mode", { ...minimal, sandbox: "none" }],
  ])("refuses %s", (_what, config) => {
    expect(runConfigSchema.safeParse(config).success).toBe(false);
  });
});
