import { expect, test } from "vitest";
import { capabilitiesOf } from "../../src/endpoint/endpoint-capabilities.ts";
import { resolveEndpoint } from "../../src/endpoint/resolve-endpoint.ts";

test("without a base URL it is OpenAI's Responses API", () => {
  expect(resolveEndpoint({ apiKey: "k", baseUrl: null })).toEqual({
    baseUrl: "https://api.openai.com/v1",
    api: "responses",
    official: true,
    apiKey: "k",
  });
});

test("OpenAI's regional addresses are OpenAI, look-alikes are not", () => {
  const officialAt = (baseUrl: string) => resolveEndpoint({ apiKey: "k", baseUrl }).official;
  expect(officialAt("https://eu.api.openai.com/v1")).toBe(true);
  expect(officialAt("https://api.openai.com.example.net/v1")).toBe(false);
});

test("another base URL means Chat Completions, unless the API is named", () => {
  const baseUrl = "http://localhost:11434/v1/";
  expect(resolveEndpoint({ apiKey: null, baseUrl })).toMatchObject({
    baseUrl: "http://localhost:11434/v1",
    api: "chat-completions",
    apiKey: null,
  });
  expect(resolveEndpoint({ apiKey: null, baseUrl, api: "responses" }).api).toBe("responses");
});

test("OpenAI without a key is refused before any request", () => {
  expect(() => resolveEndpoint({ apiKey: " ", baseUrl: null })).toThrow(/OPENAI_API_KEY/);
});

test("a base URL that is none is refused, and one with credentials without repeating them", () => {
  expect(() => resolveEndpoint({ apiKey: "k", baseUrl: "localhost:11434" })).toThrow(
    /no http or https address/,
  );
  for (const baseUrl of ["https://user:hunter2@example.net/v1", "https://example.net/v1?key=hunter2"]) {
    expect(() => resolveEndpoint({ apiKey: "k", baseUrl })).toThrow(/^(?!.*hunter2).*example\.net/);
  }
});

test("hosted tools are offered by the Responses API alone, and compatible servers promise least", () => {
  expect(capabilitiesOf({ api: "responses", official: true })).toMatchObject({ fileSearch: true });
  expect(capabilitiesOf({ api: "chat-completions", official: true })).toMatchObject({
    codeInterpreter: false,
    outputSchemaWithTools: true,
    reasoningEffort: true,
  });
  expect(Object.values(capabilitiesOf({ api: "chat-completions", official: false }))).not.toContain(true);
});
