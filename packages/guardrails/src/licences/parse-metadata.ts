/**
 * The fields of a distribution's core metadata (PyPA specification "Core metadata"), names in lower case, the values
 * of each in order. Continuation lines are joined with line breaks; what follows the header is left out.
 */
export function parseMetadata(metadata: string): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of metadata.split(/\r?\n/)) {
    if (line === "") break;
    const field = /^(?<name>[A-Za-z][A-Za-z0-9-]*):(?<value>.*)$/.exec(line)?.groups;
    if (/^[ \t]/.test(line) || field === undefined) {
      current.push(`${current.pop() ?? ""}\n${line.trim()}`);
      continue;
    }
    const name = field["name"]?.toLowerCase() ?? "";
    current = fields.get(name) ?? [];
    current.push(field["value"]?.trim() ?? "");
    fields.set(name, current);
  }
  return fields;
}
