import { assistantMessage, functionCall, ScriptedModel } from "@openai/agents/testing";
import type { Handoff, Requirement } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { CodingAgent, TestingAgent } from "../../src/index.ts";
import { createMemoryToolWorkspace, createPersonaContext } from "../../src/testing/index.ts";

const requirement: Requirement = {
  id: "REQ-1",
  title: "Adding",
  statement: "add gives the sum.",
  priority: "must",
  assumption: true,
  quotations: [],
  criteria: [{ id: "REQ-1.1", text: "When add is called with 1 and 2, it shall return 3." }],
};
const handoff: Handoff = {
  documents: [],
  requirements: [requirement],
  outputs: {},
  changedPaths: [],
  failure: null,
};
const done = assistantMessage('{"summary":"s","changes":[],"notes":[]}');

const textOf = (value: unknown): string => JSON.stringify(value);

/** The requests of an attempt of forty turns that reads, writes, searches and is refused. */
async function converse() {
  const turns = Array.from({ length: 39 }, (_, turn) => [
    functionCall("read_file", { path: "a.js", offset: turn + 1, limit: 3 }, { callId: `r${turn}` }),
    turn % 3 === 0
      ? functionCall(
          "write_file",
          { path: `b${turn}.js`, text: "x\n", requirements: ["REQ-1"] },
          { callId: `w${turn}` },
        )
      : functionCall("read_file", { path: "missing.js", offset: null, limit: null }, { callId: `m${turn}` }),
  ]);
  const model = new ScriptedModel([...turns, [done]]);
  const workspace = createMemoryToolWorkspace({ "a.js": "line\n".repeat(200) });
  await new CodingAgent().run(createPersonaContext(model, { handoff, workspace }));
  return model.calls.map(({ request }) => request);
}

/** What an attempt is told first. */
async function openAttempt(persona: CodingAgent | TestingAgent, parts: Partial<Handoff>) {
  const model = new ScriptedModel([[done]]);
  const workspace = createMemoryToolWorkspace({ "a.js": "" });
  const context = createPersonaContext(model, { handoff: { ...handoff, ...parts }, workspace });
  await persona.run({ ...context, review: () => Promise.resolve([]) }).catch(() => null);
  return model.firstCall?.request;
}

describe("what a provider can cache", () => {
  it("is all of a request in the next one, in an attempt of forty turns", async () => {
    const requests = await converse();
    expect(requests).toHaveLength(40);
    for (const [index, request] of requests.slice(0, -1).entries()) {
      const next = requests[index + 1];
      expect(next?.systemInstructions).toBe(request.systemInstructions);
      expect(textOf(next?.tools)).toBe(textOf(request.tools));
      // All but the bracket that ends the list.
      expect(textOf(next?.input).startsWith(textOf(request.input).slice(0, -1))).toBe(true);
    }
  });

  it("begins with what personas and attempts share: instructions, documents, requirements, and last the task", async () => {
    const documents = [
      {
        path: "plan.md",
        mediaType: "text/markdown",
        contentHash: "a".repeat(64),
        text: "Add.",
        sections: [],
        redactions: [],
      } as const,
    ];
    const shared = { documents: [...documents] };
    const coding = await openAttempt(new CodingAgent(), shared);
    const testing = await openAttempt(new TestingAgent(), shared);
    const failure = { route: "coding", summary: "It failed.", criteria: [], problems: [] } as const;
    const again = await openAttempt(new CodingAgent(), {
      ...shared,
      failure: { ...failure, criteria: [], problems: [] },
    });
    const [documentsPart, requirementsPart, ...rest] = Array.isArray(coding?.input) ? coding.input : [];
    expect(textOf(documentsPart)).toContain("plan.md");
    expect(textOf(requirementsPart)).toContain(requirement.criteria[0]?.text);
    expect(rest).toHaveLength(2);
    expect(textOf(testing?.input).startsWith(textOf([documentsPart, requirementsPart]).slice(0, -1))).toBe(
      true,
    );
    expect(
      textOf(again?.input).startsWith(textOf([documentsPart, requirementsPart, rest[0]]).slice(0, -1)),
    ).toBe(true);
    const opening = coding?.systemInstructions?.slice(0, 200) ?? "";
    expect(testing?.systemInstructions?.startsWith(opening)).toBe(true);
  });
});
