import type { Handoff } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { CodingAgent, DocumentationAgent, RequirementsAgent, TestingAgent } from "../../src/index.ts";
import { composeInput } from "../../src/input/compose-input.ts";
import { createMemoryToolWorkspace } from "../../src/testing/index.ts";

const span = {
  path: "plan.md",
  startLine: 3,
  endLine: 3,
  startOffset: 8,
  endOffset: 20,
  contentHash: "0".repeat(64),
};
const handoff: Handoff = {
  documents: [
    {
      path: "plan.md",
      mediaType: "text/markdown",
      contentHash: "0".repeat(64),
      text: "# Plan\n\nIt must add.\n\n## More\n\nIt could subtract.\n",
      redactions: [],
      sections: [
        { id: "S1", title: "Plan", breadcrumb: ["Plan"], text: "# Plan\n\nIt must add.\n\n", span },
        {
          id: "S2",
          title: "More",
          breadcrumb: ["Plan", "More"],
          text: "## More\n\nIt could subtract.\n",
          span,
        },
      ],
    },
  ],
  requirements: [
    {
      id: "REQ-1",
      title: "Adding",
      statement: "It adds two numbers.",
      priority: "must",
      assumption: false,
      quotations: [{ text: "It must\nadd.", span }],
      criteria: [{ id: "REQ-1.1", text: "When given 2 and 3, add shall return 5." }],
    },
    {
      id: "REQ-2",
      title: "Runs",
      statement: "It runs.",
      priority: "should",
      assumption: true,
      quotations: [],
      criteria: [{ id: "REQ-2.1", text: "When started, it shall exit 0." }],
    },
  ],
  outputs: { requirements: { summary: "not repeated" } },
  changedPaths: [],
  failure: null,
};
const workspace = createMemoryToolWorkspace({ "src/add.js": "", "package.json": "{}" });

const documents = [
  '<document path="plan.md">\n[S1]\n# Plan\n\nIt must add.',
  "[S2]\n## More\n\nIt could subtract.\n</document>",
].join("\n");
const requirements = [
  "<requirements>",
  "REQ-1 (must) Adding\nIt adds two numbers.\n> It must add. — plan.md:3\n- REQ-1.1 When given 2 and 3, add shall return 5.",
  "REQ-2 (should, an assumption) Runs\nIt runs.\n- REQ-2.1 When started, it shall exit 0.",
  "</requirements>",
].join("\n");
const map = "Files of the project:\n./ package.json\nsrc/ add.js";

describe("the first input of an attempt", () => {
  it("goes from what never changes to what changes most", async () => {
    expect(await contents(new CodingAgent())).toEqual([
      documents,
      requirements,
      map,
      "Make every requirement hold.",
    ]);
  });

  it("begins alike for the personas that read the documents, and in every attempt", async () => {
    const testing = await contents(new TestingAgent());
    const retry = await contents(new CodingAgent(), {
      ...handoff,
      changedPaths: ["src/add.js"],
      failure: { route: "coding", summary: "No.", criteria: [], problems: [] },
    });
    expect(testing.slice(0, 2)).toEqual([documents, requirements]);
    expect(retry.slice(0, 3)).toEqual([documents, requirements, map]);
  });

  it("gives each persona what it needs and no more", async () => {
    const fresh = { ...handoff, requirements: [], outputs: {} };
    expect(await contents(new RequirementsAgent(), fresh)).toEqual([
      documents,
      "Hand in the requirements of these documents.",
    ]);
    expect(await contents(new DocumentationAgent())).toEqual([
      requirements,
      map,
      "Document the project as it is now.",
    ]);
  });
});

async function contents(
  persona: CodingAgent | TestingAgent | RequirementsAgent | DocumentationAgent,
  given = handoff,
) {
  const input = await composeInput<unknown>(
    {
      config: persona.config,
      outputSchema: persona.outputSchema,
      describeContext: (each) => persona.describeContext(each),
      describeTask: (each) => persona.describeTask(each),
    },
    { handoff: given, workspace },
  );
  return input.map((item) => ("content" in item ? item.content : null));
}
