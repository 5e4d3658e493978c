import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRedactor } from "../src/redact.ts";
import { alphanumeric, glue, plantedSecret, secretText } from "./secret-corpus.ts";

const runs = { numRuns: 200 };
const token = (letter: string): string => glue("gh", "p_", letter.repeat(36));
const armour = (word: string): string => glue("-----", word, " PRIV", "ATE KEY-----");
const password = "Tr0ub4dor-and-3";

describe("redact", () => {
  it("lets no secret of the corpus survive", () => {
    fc.assert(
      fc.property(secretText, ({ text, secrets }) => {
        const redacted = createRedactor().redact(text).text;
        expect(secrets.filter((secret) => redacted.includes(secret))).toEqual([]);
      }),
      runs,
    );
  });

  it("changes nothing when it is done twice, with the same redactor or another", () => {
    fc.assert(
      fc.property(secretText, ({ text }) => {
        const redactor = createRedactor();
        const { text: once } = redactor.redact(text);
        expect(redactor.redact(once)).toEqual({ text: once, findings: [] });
        expect(createRedactor().redact(once)).toEqual({ text: once, findings: [] });
      }),
      runs,
    );
  });

  it("gives findings that rebuild its text from the raw one, in order and without overlap", () => {
    fc.assert(
      fc.property(secretText, ({ text }) => {
        const redaction = createRedactor().redact(text);
        let rebuilt = "";
        let end = 0;
        for (const finding of redaction.findings) {
          expect(finding.startOffset).toBeGreaterThanOrEqual(end);
          expect(finding.endOffset).toBeGreaterThan(finding.startOffset);
          rebuilt += text.slice(end, finding.startOffset) + finding.placeholder;
          end = finding.endOffset;
        }
        expect(rebuilt + text.slice(end)).toBe(redaction.text);
      }),
      runs,
    );
  });

  it("is undone by reveal for the origin the text was read from", () => {
    fc.assert(
      fc.property(secretText, ({ text }) => {
        const redactor = createRedactor();
        expect(redactor.reveal(redactor.redact(text, "src/a.ts").text, "src/a.ts")).toBe(text);
      }),
      runs,
    );
  });

  it("keeps the number of lines, also of a secret that takes several", () => {
    fc.assert(
      fc.property(secretText, ({ text }) => {
        expect(
          createRedactor()
            .redact(text)
            .text.split(/\r\n|\n|\r/),
        ).toHaveLength(text.split(/\r\n|\n|\r/).length);
      }),
      runs,
    );
  });

  it("reveals nothing in a file that the secret was not read from", () => {
    const redactor = createRedactor();
    const { text } = redactor.redact(`token = ${token("a")}`, "config/a.env");
    expect(redactor.reveal(text, "src/b.ts")).toBe(text);
    redactor.redact(`other = ${token("b")}`, "src/b.ts");
    expect(redactor.reveal(text, "src/b.ts")).toBe(text);
    expect(redactor.reveal(text, "config/a.env")).toBe(`token = ${token("a")}`);
  });

  it("gives the same secret the same placeholder, and another secret another", () => {
    const redactor = createRedactor();
    expect(redactor.redact(`${token("a")} ${token("b")}`).text).toBe(
      "[REDACTED:github-token:1] [REDACTED:github-token:2]",
    );
    expect(redactor.redact(`again ${token("b")}`).text).toBe("again [REDACTED:github-token:2]");
  });

  it("passes over a number whose placeholder already stands in the text", () => {
    const redactor = createRedactor();
    const raw = `[REDACTED:github-token:1] means a token, such as ${token("a")}`;
    const { text } = redactor.redact(raw, "docs/a.md");
    expect(text).toBe("[REDACTED:github-token:1] means a token, such as [REDACTED:github-token:2]");
    expect(redactor.reveal(text, "docs/a.md")).toBe(raw);
  });

  it("does not let a secret hide in the shape of a placeholder", () => {
    const { text } = createRedactor().redact(`[REDACTED:environment:${token("a")}:1]`);
    expect(text).not.toContain(token("a"));
  });

  it("does not let a comment switch it off", () => {
    const text = `# secretlint-disable\n${token("a")} # secretlint-disable-line`;
    expect(createRedactor().redact(text).text).not.toContain(token("a"));
  });

  it("replaces a private key line by line and leaves its armour", () => {
    const lines = ["MII" + "a1B2".repeat(16).slice(3), "c3D4".repeat(16), "Qw=="];
    const raw = [
      "key:",
      `  ${armour("BEGIN")}`,
      ...lines.map((line) => `  ${line}`),
      `  ${armour("END")}`,
      "",
    ];
    expect(createRedactor().redact(raw.join("\n")).text.split("\n")).toEqual([
      "key:",
      `  ${armour("BEGIN")}`,
      "  [REDACTED:private-key:1]",
      "  [REDACTED:private-key:2]",
      "  [REDACTED:private-key:3]",
      `  ${armour("END")}`,
      "",
    ]);
  });

  it("replaces the value alone where a rule matches name and value", () => {
    for (const secret of ["aB3x".repeat(10), "aB3/".repeat(10)]) {
      expect(createRedactor().redact(`export AWS_SECRET_ACCESS_KEY=${secret}`).text).toBe(
        "export AWS_SECRET_ACCESS_KEY=[REDACTED:aws-secret-access-key:1]",
      );
    }
  });

  it("keeps user and host of a URL legible", () => {
    expect(createRedactor().redact(`postgres://app:${password}@db.internal/app`).text).toMatch(
      /^postgres:\/\/app:\[REDACTED:[a-z-]+:1\]@db\.internal\/app$/,
    );
  });

  it("leaves variables and made-up passwords in URLs alone", () => {
    for (const text of [
      "postgres://app:${DB_PASSWORD}@db.internal/app",
      "postgres://postgres:postgres@localhost:5432/app",
      "redis://:password@cache/0",
      "https://user:$PASS@host.example/x",
      "https://host.example:8443/a@b",
    ]) {
      expect(createRedactor().redact(text)).toEqual({ text, findings: [] });
    }
  });

  it("ends soon on a text of tokens without a gap", () => {
    // Only the last one is followed by something that ends a token, until it is replaced.
    const text = token("1").repeat(2_000);
    const redactor = createRedactor();
    const redaction = redactor.redact(text, "a");
    expect(redaction.findings.length).toBeLessThan(10);
    expect(redactor.redact(redaction.text).findings).toEqual([]);
    expect(redactor.reveal(redaction.text, "a")).toBe(text);
  });
});

describe("redact, with an environment", () => {
  const environment = { DEPLOY_TOKEN: password };

  it("replaces the exact value wherever it stands", () => {
    expect(createRedactor({ environment }).redact(`login(${password}) x${password}y`).text).toBe(
      "login([REDACTED:environment:DEPLOY_TOKEN:1]) x[REDACTED:environment:DEPLOY_TOKEN:1]y",
    );
  });

  it("replaces the value in the encodings programs print it in", () => {
    const value = fc.string({
      unit: fc.constantFrom(...`${alphanumeric}+/=%& ä"'`.split("")),
      minLength: 10,
    });
    fc.assert(
      fc.property(
        value.filter((text) => /^[A-Za-z0-9].*[A-Za-z0-9]$/.test(text) && !/^\w:|:\/\//.test(text)),
        fc.string({ maxLength: 4 }),
        (secret, before) => {
          const redactor = createRedactor({ environment: { DEPLOY_TOKEN: secret } });
          for (const encoded of [
            Buffer.from(secret).toString("base64"),
            Buffer.from(secret).toString("base64url"),
            Buffer.from(secret).toString("hex"),
            encodeURIComponent(secret),
            JSON.stringify(secret),
          ]) {
            expect(redactor.redact(`<${encoded}>`).text).not.toContain(encoded);
          }
          const basic = Buffer.from(`${before}:${secret}`).toString("base64");
          expect(redactor.redact(`Basic ${basic}`).text).toContain("[REDACTED:environment:DEPLOY_TOKEN:");
        },
      ),
      { numRuns: 100 },
    );
  });

  it("stays idempotent and revertible when values turn up inside other secrets and placeholders", () => {
    const odd = {
      A_PASSWORD: "REDACTED:environment",
      B_SECRET: "github-token",
      C_TOKEN: "environment:A_PASSWORD",
    };
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            plantedSecret.map(({ text }) => text),
            fc.constantFrom(...Object.values(odd)),
          ),
        ),
        (parts) => {
          const redactor = createRedactor({ environment: odd });
          const raw = parts.join("");
          const { text } = redactor.redact(raw, "a");
          expect(redactor.redact(text).findings).toEqual([]);
          expect(redactor.reveal(text, "a")).toBe(raw);
        },
      ),
      runs,
    );
  });

  it("finds in a text that was clean what has been learned since", () => {
    const redactor = createRedactor();
    const line = `the value is ${password}`;
    expect(redactor.redact(line).text).toBe(line);
    expect(redactor.redact(line).text).toBe(line);
    redactor.learn?.(`DATABASE_PASSWORD=${password}\n`, ".env");
    expect(redactor.redact(line).text).not.toContain(password);
  });
});
