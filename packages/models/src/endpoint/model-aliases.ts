/** Names that stand for a model without being one. As of November 2026 `gpt-5.0` is not an API name. */
const aliases: Readonly<Record<string, string>> = { "gpt-5.0": "gpt-5.6-sol" };

/** The name that is sent for a configured one: an alias is resolved, any other name passes through untouched. */
export function resolveModelAlias(name: string): string {
  return Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name;
}
