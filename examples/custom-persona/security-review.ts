import type { AgentConfig } from "@kimi/contracts";
import { BasePersonaAgent } from "@kimi/personas";
import { z } from "zod";

/** What the review hands in. `.nullable()` instead of `.optional()`: endpoints ask for every member. */
const securityReviewSchema = z.strictObject({
  summary: z.string().min(1),
  findings: z.array(
    z.strictObject({
      path: z.string(),
      line: z.int().min(1),
      severity: z.enum(["low", "medium", "high"]),
      problem: z.string(),
      advice: z.string().nullable(),
    }),
  ),
});

/** Reads what the run changed and says what an attacker could make of it. Writes nothing. */
export class SecurityReviewAgent extends BasePersonaAgent<typeof securityReviewSchema> {
  readonly outputSchema = securityReviewSchema;

  constructor(config: Partial<AgentConfig> = {}) {
    super({
      name: "security-review",
      instructions: [
        "Review the files that were changed for weaknesses an attacker could use: injection, secrets in the code,",
        "guessable tokens, missing checks, unsafe defaults. Read each changed file before you judge it.",
        "Report only what you can point at by path and line. No finding is a fine result.",
      ].join(" "),
      tools: ["read_file", "search_text"],
      ...config,
    });
  }
}
