import type { InstalledPackage } from "@kimi/contracts";

/** The package URL (purl-spec, types `npm` and `pypi`): `pkg:npm/%40scope/name@1.0.0`. */
export function packageUrl({ ecosystem, name, version }: InstalledPackage): string {
  const path = ecosystem === "npm" ? name.split("/").map(encode).join("/") : encode(normalisePypiName(name));
  return `pkg:${ecosystem}/${path}@${encode(version)}`;
}

// The purl type's own rule: lower case, and dashes for underscores.
function normalisePypiName(name: string): string {
  return name.toLowerCase().replaceAll("_", "-");
}

// What purl-spec leaves unencoded besides letters, digits and `.-_~`: the colon.
function encode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%3A", ":");
}
