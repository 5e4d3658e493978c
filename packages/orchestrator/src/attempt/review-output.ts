import {
  documentationOutputSchema,
  requirementsOutputSchema,
  testingOutputSchema,
  type PersonaRole,
} from "@kimi/contracts";
import { reviewDocumentation } from "../documentation/review-documentation.ts";
import { reviewRequirements } from "../requirements/review-requirements.ts";
import type { RunSession } from "../run-session.ts";

/** What code finds wrong with an output that fits its schema, one sentence each. */
export async function reviewOutput(
  session: RunSession,
  role: PersonaRole,
  output: unknown,
): Promise<readonly string[]> {
  const { files } = session.ground.tree;
  switch (role) {
    case "requirements":
      return reviewRequirements(
        requirementsOutputSchema.parse(output),
        session.accepted.documents,
        session.ports.ingestor,
      );
    case "testing":
      return session.ports.evidence.reviewTesting(
        testingOutputSchema.parse(output),
        session.requirements,
        files,
      );
    case "documentation":
      return reviewDocumentation(documentationOutputSchema.parse(output), session.requirements, files);
    case "coding":
    case "custom":
      return [];
  }
}
