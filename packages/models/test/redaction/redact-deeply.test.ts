import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createDeepRedactor } from "../../src/redaction/redact-deeply.ts";
import { hiding } from "../support/fake-ports.ts";

const secret = 'pa"ss\nword';
const plain = fc.string().filter((text) => !text.includes("pa") && !text.includes("[[secret"));
const withSecret = fc.tuple(plain, plain).map(([before, after]) => before + secret + after);
const value = fc.letrec((tie) => ({
  leaf: fc.oneof(plain, withSecret, fc.integer(), fc.constant(null)),
  node: fc.oneof(
    { maxDepth: 3 },
    tie("leaf"),
    fc.array(tie("node"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("text", "output", "arguments", "deep"), tie("node"), { maxKeys: 4 }),
  ),
})).node;

function texts(found: unknown): string[] {
  if (typeof found === "string") return [found];
  return typeof found === "object" && found !== null
    ? Object.values(found).flatMap((part) => texts(part))
    : [];
}

test("no text keeps the secret, at any depth, and redacting again changes nothing", () => {
  fc.assert(
    fc.property(value, (given) => {
      const redactor = createDeepRedactor(hiding(secret));
      const redacted = redactor.redact(given);
      expect(texts(redacted).filter((text) => text.includes(secret))).toEqual([]);
      expect(createDeepRedactor(hiding(secret)).redact(redacted)).toEqual(redacted);
    }),
  );
});

test("a secret inside JSON text is found although it is escaped there", () => {
  fc.assert(
    fc.property(value, (given) => {
      const redacted = createDeepRedactor(hiding(secret)).redact({ arguments: JSON.stringify({ given }) });
      expect(JSON.parse(redacted.arguments)).toEqual({
        given: createDeepRedactor(hiding(secret)).redact(given),
      });
    }),
  );
});

test("a field of tool arguments is redacted whatever its name", () => {
  const given = { type: "function_call", arguments: JSON.stringify({ id: secret, type: secret }) };
  const redacted = createDeepRedactor(hiding(secret)).redact(given);
  expect(JSON.parse(redacted.arguments)).toEqual({ id: "[[secret:1]]", type: "[[secret:1]]" });
});

test("what holds no secret comes back as the same object, JSON text to the byte", () => {
  const given = { input: [{ content: "plain" }], arguments: '{ "a" : 1e3 }' };
  expect(createDeepRedactor(hiding(secret)).redact(given)).toBe(given);
});

test("identifiers and ciphertext are left alone", () => {
  const given = { type: "x", id: secret, callId: secret, providerData: { encrypted_content: secret } };
  expect(createDeepRedactor(hiding(secret)).redact(given)).toEqual(given);
});

test("each distinct text is searched once", () => {
  const searched: string[] = [];
  const redactor = createDeepRedactor({
    redact: (text) => {
      searched.push(text);
      return { text, findings: [] };
    },
    reveal: (text) => text,
  });
  const turn = [{ content: "a" }, { content: "b" }];
  redactor.redact(turn);
  redactor.redact(structuredClone([...turn, { content: "c" }]));
  expect(searched).toEqual(["a", "b", "c"]);
});
