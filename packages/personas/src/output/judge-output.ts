import type { z } from "zod";
import { describeIssues } from "./describe-issues.ts";

/** What became of a text that was handed in as a result. */
export type Judgement<Output> =
  | { readonly kind: "malformed"; readonly problems: readonly string[] }
  | { readonly kind: "reviewed"; readonly output: Output; readonly problems: readonly string[] };

/** Holds a text against the schema and, once it fits, against the review. */
export async function judgeOutput<Output>(
  text: string,
  outputSchema: z.ZodType<Output>,
  review: (output: Output) => Promise<readonly string[]>,
): Promise<Judgement<Output>> {
  const json = parseJson(text);
  if (!json.ok) return { kind: "malformed", problems: [json.problem] };
  const parsed = outputSchema.safeParse(json.value);
  if (!parsed.success) return { kind: "malformed", problems: describeIssues(parsed.error) };
  return { kind: "reviewed", output: parsed.data, problems: await review(parsed.data) };
}

function parseJson(
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string } {
  // Models without enforced formats like to put JSON into a Markdown fence.
  const bare = /^```(?:json)?\s*\n(?<body>[\s\S]*)\n```$/u.exec(text.trim())?.groups?.["body"] ?? text;
  if (bare.trim() === "") return { ok: false, problem: "There was no result: the answer was empty." };
  try {
    return { ok: true, value: JSON.parse(bare) };
  } catch (error) {
    return {
      ok: false,
      problem: `The result is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
    };
  }
}
