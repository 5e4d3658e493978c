import type { z } from "zod";

/** One sentence for each issue: where it is, as a path the model can follow, and what is wrong. */
export function describeIssues(error: z.ZodError): readonly string[] {
  return error.issues.map(({ path, message }) => `${renderPath(path)}: ${message}.`);
}

function renderPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "the whole";
  return path
    .map((key, index) =>
      typeof key === "number" ? `[${key}]` : index === 0 ? String(key) : `.${String(key)}`,
    )
    .join("");
}
