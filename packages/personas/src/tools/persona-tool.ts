import { KimiError } from "@kimi/contracts";
import type { z } from "zod";
import { describeIssues } from "../output/describe-issues.ts";

/** A tool as the persona loop offers it: its parameters are checked before it runs. */
export interface PersonaTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: z.ZodType;
  /** `read` calls of one turn run side by side; a `write` waits for what was called before it. */
  readonly access: "read" | "write";
  /**
   * What the model is told.
   * @throws KimiError whose message is for the model (`usage`, `workspace`, `path-refused`, …), or ends the attempt.
   */
  call(input: unknown, toolCallId: string): Promise<string>;
}

/** A tool before its parameter type is erased. */
export interface PersonaToolDefinition<Parameters extends z.ZodType> {
  readonly name: string;
  /** What it does and what to know before calling it; the model reads it in every request. */
  readonly description: string;
  /** An object schema without optional members: absence is `null`. */
  readonly parameters: Parameters;
  readonly access: PersonaTool["access"];
  run(input: z.infer<Parameters>, toolCallId: string): Promise<string>;
}

/** Makes a {@link PersonaTool} that refuses arguments its schema does not allow, saying which and why. */
export function definePersonaTool<Parameters extends z.ZodType>(
  definition: PersonaToolDefinition<Parameters>,
): PersonaTool {
  const { name, description, parameters, access } = definition;
  return {
    name,
    description,
    parameters,
    access,
    call: (input, toolCallId) => {
      const parsed = parameters.safeParse(input);
      if (!parsed.success) {
        throw new KimiError(
          "usage",
          `The arguments of ${name} are not valid. ${describeIssues(parsed.error).join(" ")}`,
        );
      }
      return definition.run(parsed.data, toolCallId);
    },
  };
}
