import type { AgentOutputItem } from "@kimi/contracts";
import type { z } from "zod";
import type { PersonaTool } from "../tools/persona-tool.ts";

const submitResultName = "submit_result";

/**
 * The tool by which a result is handed in where the endpoint cannot combine an output schema with tools. It takes
 * anything: what is wrong with a result is said in the same way however it was handed in.
 */
export function submitResultTool(outputSchema: z.ZodType): PersonaTool {
  return {
    name: submitResultName,
    description: "Hand in your result. Call it once, alone, when everything else is done.",
    parameters: outputSchema,
    access: "write",
    call: () => Promise.resolve("Received."),
  };
}

/** Whether any of a turn's tool results is that of a submission, valid or not. */
export function includesSubmission(
  results: readonly { readonly tool: { readonly name: string } }[],
): boolean {
  return results.some(({ tool }) => tool.name === submitResultName);
}

/** The text of the result in a model's last answer: the arguments of the submission, or else what it said. */
export function readSubmission(output: readonly AgentOutputItem[]): string {
  const submission = output.findLast(
    (item) => item.type === "function_call" && item.name === submitResultName,
  );
  if (submission?.type === "function_call") return submission.arguments;
  return output
    .flatMap((item) => (item.type === "message" && item.role === "assistant" ? item.content : []))
    .map((part) => (part.type === "output_text" ? part.text : ""))
    .join("");
}
