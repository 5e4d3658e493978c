import { generateKeyPairSync } from "node:crypto";
import { assert, boolean, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { createRedactor } from "../../src/redact.ts";

const pem = (type: "pkcs8" | "pkcs1"): string =>
  generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type, format: "pem" }).toString();
const key = pem("pkcs8");
const body = key.split("\n").slice(1, -2).join("").replaceAll("=", "");

describe("a redactor that has seen a private key whole", () => {
  it("replaces any part of it from twenty characters on, alone or within a text, cut or joined anywhere", () => {
    const redactor = createRedactor();
    redactor.learn?.(`before\n${key}after\n`, "certs/server.key");
    assert(
      property(
        integer({ min: 0, max: body.length - 20 }),
        integer({ min: 20, max: 200 }),
        boolean(),
        (start, length, isWrapped) => {
          const part = body.slice(start, start + length);
          const { text } = redactor.redact(isWrapped ? `2: ${part}, and more` : part);
          expect(text).toMatch(
            isWrapped ? /^2: \[REDACTED:private-key:\d+\], and more$/ : /^\[REDACTED:private-key:\d+\]$/,
          );
          expect(redactor.redact(text)).toEqual({ text, findings: [] });
        },
      ),
    );
  });

  it("replaces lines from its middle line for line, and puts back what was read from a file", () => {
    const redactor = createRedactor();
    redactor.learn?.(key, "server.key");
    const middle = key.split("\n").slice(2, 5).join("\n");
    const { text } = redactor.redact(middle, "half.pem");
    expect(text.split("\n")).toHaveLength(3);
    expect(text).toMatch(/^(\[REDACTED:private-key:\d+\]\n?){3}$/);
    expect(redactor.reveal(text, "half.pem")).toBe(middle);
  });

  it("learns keys with other line ends, indentation, or written as a JSON string", () => {
    for (const written of [
      key.replaceAll("\n", "\r\n"),
      key.replaceAll(/^/gm, "    "),
      JSON.stringify({ key }),
    ]) {
      const redactor = createRedactor();
      redactor.learn?.(written, "any.txt");
      expect(redactor.redact(body.slice(100, 164)).text).toMatch(/^\[REDACTED:private-key:1\]$/);
    }
  });

  it("leaves other keys' public halves, hashes, paths and plain text as they are", () => {
    const redactor = createRedactor();
    redactor.learn?.(key, "server.key");
    const { publicKey } = generateKeyPairSync("ed25519");
    const harmless = [
      publicKey.export({ type: "spki", format: "pem" }).toString(),
      "sha512-uk1cGLk0Iru4Rv2sXd3bkUUwTeCGhIHLRI4tVzPSEWvRNTmhMCqWwZY5BGkRrAeKcFzTYm8YQhk1Cw==",
      "/usr/local/lib/node_modules/some/quite/long/path/of/words/index",
      "-----BEGIN CERTIFICATE-----",
    ].join("\n");
    expect(redactor.redact(harmless).text).toBe(harmless);
  });

  it("numbers nothing by learning", () => {
    const redactor = createRedactor();
    redactor.learn?.(key, "server.key");
    expect(redactor.redact(body.slice(0, 64)).text).toBe("[REDACTED:private-key:1]");
  });
});

describe("a redactor that has seen a file of environment variables", () => {
  const file = `# settings
export DB_PASSWORD='Tr0ub4dor and 3'   # the old one
API_TOKEN: zq81-vv0x-p3nn
SESSION_SECRET=plum-orchid-mantle-42 # rotate
GREETING=hello-everybody
PORT=3000
`;

  it.each([".env", "services/api/.env.local", "deploy/production.env", ".envrc"])(
    "knows the values of secret variables in %s by themselves",
    (path) => {
      const redactor = createRedactor();
      redactor.learn?.(file, path);
      const printed = "Tr0ub4dor and 3|zq81-vv0x-p3nn|plum-orchid-mantle-42|hello-everybody|3000";
      expect(redactor.redact(printed).text).toMatch(
        /^(\[REDACTED:environment:\w+:\d+\]\|){3}hello-everybody\|3000$/,
      );
    },
  );

  it("learns nothing from an example, nor from a file of another kind", () => {
    const redactor = createRedactor();
    for (const path of [".env.example", ".env.sample", "sample.env", "src/config.ts"])
      redactor.learn?.(file, path);
    expect(redactor.redact("zq81-vv0x-p3nn").text).toBe("zq81-vv0x-p3nn");
  });
});
