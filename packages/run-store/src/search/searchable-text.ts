import type { JsonValue } from "@kimi/contracts";

/** The strings within a value, without the names of its fields: what a person would search for. */
export function searchableText(value: JsonValue): string {
  const strings: string[] = [];
  collect(value, strings);
  return strings.join("\n");
}

function collect(value: JsonValue, strings: string[]): void {
  if (typeof value === "string") strings.push(value);
  else if (value !== null && typeof value === "object") {
    for (const part of Object.values(value)) collect(part, strings);
  }
}
