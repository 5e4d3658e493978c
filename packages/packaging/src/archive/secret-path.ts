// What people keep secrets in, by name. Compared in lower case. Examples and public halves are no secrets.

const secretFolders: ReadonlySet<string> = new Set([".aws", ".azure", ".gcloud", ".gnupg", ".kube", ".ssh"]);

const secretNames: ReadonlySet<string> = new Set([
  "_netrc",
  ".dockercfg",
  ".dockerconfigjson",
  ".env",
  ".envrc",
  ".git-credentials",
  ".htpasswd",
  ".my.cnf",
  ".netrc",
  ".npmrc",
  ".pgpass",
  ".pypirc",
  ".yarnrc.yml",
  "credentials.json",
  "id_dsa",
  "id_ecdsa",
  "id_ed25519",
  "id_rsa",
  "secrets.json",
  "secrets.toml",
  "secrets.yaml",
  "secrets.yml",
]);

const secretEndings = [
  ".age",
  ".asc",
  ".gpg",
  ".jks",
  ".kdbx",
  ".key",
  ".keystore",
  ".p12",
  ".p8",
  ".pem",
  ".pfx",
  ".ppk",
  ".tfstate",
  ".tfvars",
];

/** `.env.local`, `.env.production`, … */
const environmentFile = /^\.env\.(.+)$/;
const exampleEndings: ReadonlySet<string> = new Set(["dist", "example", "sample", "template"]);

/** Whether a file is left out of an export for its name alone. */
export function isSecretPath(path: string): boolean {
  const folders = path.toLowerCase().split("/");
  const name = folders.pop() ?? "";
  if (folders.some((folder) => secretFolders.has(folder))) return true;
  if (secretNames.has(name) || secretEndings.some((ending) => name.endsWith(ending))) return true;
  const variant = environmentFile.exec(name)?.[1];
  return variant !== undefined && !exampleEndings.has(variant.split(".").at(-1) ?? "");
}
