import * as fc from "fast-check";

const lower = "abcdefghijklmnopqrstuvwxyz";
const upper = lower.toUpperCase();
const digits = "0123456789";
export const alphanumeric = lower + upper + digits;

const from = (characters: string, length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...characters.split("")), minLength: length, maxLength: length });

/** Puts a text together here, so that no scanner takes this file for a leak. */
export const glue = (...parts: readonly string[]): string => parts.join("");

/** A secret as it stands in a text. */
export interface Planted {
  /** What must not survive. */
  readonly secret: string;
  /** The secret in its surroundings; contains `secret`. */
  readonly text: string;
}

const alone = (secret: fc.Arbitrary<string>): fc.Arbitrary<Planted> =>
  secret.map((value) => ({ secret: value, text: value }));

const within = (before: string, secret: fc.Arbitrary<string>, after: string): fc.Arbitrary<Planted> =>
  secret.map((value) => ({ secret: value, text: `${before}${value}${after}` }));

const prefixed = (first: string, second: string, characters: string, length: number): fc.Arbitrary<Planted> =>
  alone(from(characters, length).map((body) => `${first}${second}${body}`));

const password = from(alphanumeric, 14).filter((value) => /\d/.test(value) && /[a-z]/.test(value));

const keyBody = fc
  .array(from(`${alphanumeric}+/`, 64), { minLength: 3, maxLength: 6 })
  .map((lines) => [`MII${lines[0]!.slice(3)}`, ...lines.slice(1)]);

const armour = (word: string): string => glue("-----", word, " RSA PRIV", "ATE KEY-----");

/** Secrets that secretlint's preset knows. */
export const presetSecrets: readonly fc.Arbitrary<Planted>[] = [
  prefixed("gh", "p_", alphanumeric, 36),
  prefixed("github", "_pat_", alphanumeric, 82),
  prefixed("gl", "pat-", alphanumeric, 20),
  prefixed("np", "m_", alphanumeric, 36),
  prefixed("hf", "_", lower, 34),
  prefixed("gs", "k_", alphanumeric, 52),
  prefixed("sk_", "live_", alphanumeric, 24),
  prefixed("shp", "at_", digits, 32),
  prefixed("dap", "i", "0123456789abcdef", 32),
  prefixed("dckr", "_pat_", alphanumeric, 27),
  prefixed("figd", "_", alphanumeric, 40),
  prefixed("lin_", "api_", alphanumeric, 40),
  prefixed("ntn", "_", digits, 46),
  prefixed("vc", "p_", alphanumeric, 24),
  prefixed("hv", "s.", alphanumeric, 95),
  prefixed("glsa", "_", digits, 32).map(({ secret }) => ({
    secret: `${secret}_0a1b2c3d`,
    text: `${secret}_0a1b2c3d`,
  })),
  prefixed("xo", "xb-", digits, 12).map(({ secret }) => ({
    secret: `${secret}-9z8y7x`,
    text: `${secret}-9z8y7x`,
  })),
  alone(
    fc
      .tuple(from(alphanumeric, 20), from(alphanumeric, 20))
      .map(([a, b]) => glue("sk", "-", a, "T3Blbk", "FJ", b)),
  ),
  alone(from(alphanumeric, 93).map((body) => glue("sk", "-ant-api03-", body, "AA"))),
  alone(
    from(alphanumeric, 24).map((body) =>
      glue("https://hooks.", "slack.com/services/T0AB12CD/B0AB12CD/", body),
    ),
  ),
  within("AWS_SECRET_ACCESS_KEY=", from(alphanumeric, 40), ""),
  within('"secretAccessKey": "', from(alphanumeric, 40), '"'),
  within("https://deploy:", password, "@git.internal.net/x.git"),
  within("postgresql://app:", password, "@db.internal:5432/app"),
  within("mongodb+srv://app:", password, "@cluster0.mongodb.net/app"),
  within("mysql://app:", password, "@db.internal/app"),
  keyBody.map((lines) => ({
    secret: lines.join("\n"),
    text: `${armour("BEGIN")}\n${lines.join("\n")}\n${armour("END")}`,
  })),
];

/** Secrets that only our own rules know. */
const ownSecrets: readonly fc.Arbitrary<Planted>[] = [
  within("redis://app:", password, "@cache.internal:6379/0"),
  within("https://", password, glue(":x-oauth", "-basic@github.com/o/r.git")),
  within("Authorization: Bearer ", password, ""),
  within('{"authorization": "Basic ', password, '"}'),
  within("curl -H 'X-Api-Key: ", password, "'"),
  within("//registry.internal/:_authToken=", password, ""),
  prefixed("AI", "za", alphanumeric, 35),
  alone(from(`${alphanumeric}-_`, 60).map((body) => glue("sk", "-proj-A1", body))),
  alone(
    fc
      .tuple(from(alphanumeric, 20), from(alphanumeric, 30), from(alphanumeric, 40))
      .map(([a, b, c]) => glue("ey", "J", a, ".ey", "J", b, ".", c)),
  ),
  keyBody.map((lines) => ({
    secret: lines.join(String.raw`\n`),
    text: `{"key": "${armour("BEGIN")}\\n${lines.join(String.raw`\n`)}\\n${armour("END")}\\n"}`,
  })),
];

export const plantedSecret: fc.Arbitrary<Planted> = fc.oneof(...presetSecrets, ...ownSecrets);

/** Text in which nothing is secret. */
export const harmless: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "the quick brown fox\n",
    "const answer = compute(42);\r\n",
    "| a | b |\n",
    "café — naïve 漢字\n",
    "Authorization: required\n",
    "https://user:${PASSWORD}@host.example\n",
    "\n",
  ),
  fc.string({ unit: "grapheme", maxLength: 30 }).filter((text) => !/redacted/i.test(text)),
);

/** Secrets between harmless stretches, apart from each other by white space. */
export const secretText: fc.Arbitrary<{ readonly text: string; readonly secrets: readonly string[] }> = fc
  .array(fc.tuple(harmless, plantedSecret), { minLength: 1, maxLength: 5 })
  .map((parts) => ({
    text: parts.map(([before, planted]) => `${before} ${planted.text} `).join(""),
    secrets: parts.map(([, planted]) => planted.secret),
  }));
