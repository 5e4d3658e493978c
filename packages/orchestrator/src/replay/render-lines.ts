/**
 * A JSON value as lines that can be compared and read: one a member, `input.3.content = …`, members in the order of
 * their names; a text of several lines takes several.
 */
export function renderLines(value: unknown, path = ""): readonly string[] {
  if (typeof value === "string" && value.includes("\n")) {
    return value.split("\n").map((line, index) => (index === 0 ? `${path} = ${line}` : `${path} | ${line}`));
  }
  if (typeof value !== "object" || value === null) return [`${path} = ${JSON.stringify(value) ?? "nothing"}`];
  const members = Object.entries(value);
  const sorted = Array.isArray(value) ? members : members.toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (sorted.length === 0) return [`${path} = ${Array.isArray(value) ? "[]" : "{}"}`];
  return sorted.flatMap(([name, member]: [string, unknown]) =>
    renderLines(member, path === "" ? name : `${path}.${name}`),
  );
}
