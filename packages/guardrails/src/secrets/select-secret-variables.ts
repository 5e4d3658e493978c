/** A variable of the environment whose value is to be kept secret. */
export interface SecretVariable {
  readonly name: string;
  readonly value: string;
}

/** Names that end like this hold a secret, whatever the value looks like. */
const certainName =
  /(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|PWD)$/i;
/** Names that contain this may. */
const likelyName =
  /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|(?:^|_)(?:\w*KEYS?|AUTH|PASS|PWD|PAT|DSN|COOKIE|PRIVATE|SIGNATURE|WEBHOOK)(?:_|$)/i;

const commonWords = new Set([
  "anonymous",
  "changeme",
  "database",
  "default",
  "deployment",
  "development",
  "disabled",
  "enabled",
  "environment",
  "localhost",
  "none",
  "optional",
  "password",
  "postgres",
  "production",
  "required",
  "staging",
  "testing",
  "undefined",
  "username",
]);

/**
 * The variables of `environment` that look secret by name and by value, sorted by name,
 * and the passwords within variables that hold a URL.
 */
export function selectSecretVariables(
  environment: Readonly<Record<string, string | undefined>>,
  minLength: number,
): readonly SecretVariable[] {
  return Object.entries(environment)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, raw = ""]) => secretsOf(name, raw.trim()).map((value) => ({ name, value })))
    .filter(({ value }) => value.length >= minLength && !isCommon(value));
}

function secretsOf(name: string, value: string): readonly string[] {
  const password = /^[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/?#@:]*:(?<password>[^\s/]+)@/i.exec(value)?.groups?.[
    "password"
  ];
  if (password !== undefined) return [password];
  if (isPath(value) || /^[a-z]+:\/\/[^/]*\/?$/i.test(value)) return [];
  if (certainName.test(name)) return [value];
  return likelyName.test(name) && !isPlainWord(value) ? [value] : [];
}

function isCommon(value: string): boolean {
  return (
    commonWords.has(value.toLowerCase()) || /^[\d.,:+-]{1,15}$/.test(value) || !/[\p{L}\p{N}]/u.test(value)
  );
}

/** `us-east-1` is a plain word too. */
function isPlainWord(value: string): boolean {
  return /^[A-Za-z]+(?:[ ._-](?:[A-Za-z]+|\d{1,2}))*$/.test(value) && !/[a-z][A-Z].*[a-z][A-Z]/.test(value);
}

/** A base64 value may begin with a slash as well: a path has segments that somebody chose. */
function isPath(value: string): boolean {
  if (!/^(?:~|\.{1,2})?[/\\]|^[A-Za-z]:[/\\]/.test(value)) return false;
  return value.split(/[/\\:]/).every((segment) => segment.length < 20 || !looksRandom(segment));
}

function looksRandom(segment: string): boolean {
  return /[a-z]/.test(segment) && /[A-Z]/.test(segment) && /\d/.test(segment) && !/[._-]/.test(segment);
}
