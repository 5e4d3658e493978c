import type { Requirement } from "@kimi/contracts";

export const contentHash = "a".repeat(64);

/** A requirement quoted from `path`; whatever `parts` holds replaces what is made up. */
export function sample(
  id: string,
  title: string,
  { path = "plan.md", quotation = `The thing ${title} must hold.`, ...parts }: SampleParts = {},
): Requirement {
  return {
    id,
    title,
    statement: `What holds is ${title}.`,
    priority: "must",
    quotations: [
      {
        text: quotation,
        span: { path, startLine: 1, endLine: 1, startOffset: 0, endOffset: 1, contentHash },
      },
    ],
    assumption: false,
    criteria: [{ id: `${id}.1`, text: `When asked for ${title}, it shall answer.` }],
    ...parts,
  };
}

type SampleParts = Partial<Requirement> & { readonly path?: string; readonly quotation?: string };
