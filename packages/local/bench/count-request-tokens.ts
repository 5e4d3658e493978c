import { countTokens } from "gpt-tokenizer/encoding/o200k_base";

/** Tokens of a request by part, as OpenAI's o200k tokenizer counts them; JSON stands for what providers make of it. */
export interface RequestTokens {
  readonly instructions: number;
  readonly tools: number;
  /** The schema of the result. */
  readonly result: number;
  /** Documents, requirements, map and task. */
  readonly input: number;
  readonly total: number;
}

/** Counts what of a request is told to the model; the rest is settings. */
export function countRequestTokens(body: unknown): RequestTokens {
  const parts = {
    instructions: countTokens(render(readPart(body, "systemInstructions"))),
    tools: countTokens(render(readPart(body, "tools"))),
    result: countTokens(render(readPart(body, "outputType"))),
    input: countTokens(renderInput(body)),
  };
  return { ...parts, total: parts.instructions + parts.tools + parts.result + parts.input };
}

/** Everything said so far, as JSON. */
export function renderInput(body: unknown): string {
  return render(readPart(body, "input"));
}

function readPart(body: unknown, name: string): unknown {
  return typeof body === "object" && body !== null ? new Map(Object.entries(body)).get(name) : undefined;
}

function render(part: unknown): string {
  return typeof part === "string" ? part : JSON.stringify(part ?? "");
}
