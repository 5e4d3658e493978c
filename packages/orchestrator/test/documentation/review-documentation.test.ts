import type { DocumentationOutput, FolderEntry, Requirement } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { reviewDocumentation } from "../../src/documentation/review-documentation.ts";

const tree: Record<string, string> = {
  "package.json": '{"scripts":{"start":"node src/main.js"}}',
  "src/main.js": "",
};
const files = {
  async read(path: string) {
    const text = tree[path];
    return text === undefined ? null : Buffer.from(text);
  },
  async list(folder: string): Promise<readonly FolderEntry[]> {
    const prefix = folder === "" ? "" : `${folder}/`;
    const names = Object.keys(tree)
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length).split("/"));
    return names.map(([name = "", ...rest]) => ({
      path: prefix + name,
      type: rest.length > 0 ? "directory" : "file",
      size: 0,
    }));
  },
};
const requirements: readonly Requirement[] = [
  {
    id: "REQ-1",
    title: "t",
    statement: "s",
    priority: "must",
    quotations: [],
    assumption: true,
    criteria: [{ id: "REQ-1.1", text: "c" }],
  },
];
const documentation = (parts: Partial<DocumentationOutput>): DocumentationOutput => ({
  readme: "# x",
  sections: [{ requirement: "REQ-1", heading: "h", markdown: "m" }],
  commands: { install: "npm install", build: null, test: "npm test", run: "npm start" },
  mentionedPaths: ["src/main.js", "src/", "package.json"],
  ...parts,
});
const commands = { install: null, build: null, test: null, run: null };

describe("reviewDocumentation", () => {
  it("accepts what exists, and finds the script that does not", async () => {
    expect(await reviewDocumentation(documentation({}), requirements, files)).toEqual([
      expect.stringContaining('a script "test"'),
    ]);
    expect(await reviewDocumentation(documentation({ commands }), requirements, files)).toEqual([]);
  });

  it("names paths and files of commands that are not there", async () => {
    const output = documentation({
      commands: { ...commands, run: "node src/app.js" },
      mentionedPaths: ["docs/api.md", "src/main.js/x", "../secrets"],
    });
    expect(await reviewDocumentation(output, requirements, files)).toEqual([
      expect.stringContaining("docs/api.md"),
      expect.stringContaining("src/main.js/x"),
      expect.stringContaining("../secrets"),
      expect.stringContaining("src/app.js"),
    ]);
  });

  it("names requirements that are left out or invented", async () => {
    const output = documentation({
      commands,
      sections: [{ requirement: "REQ-7", heading: "h", markdown: "m" }],
    });
    expect(await reviewDocumentation(output, requirements, files)).toEqual([
      "There is no requirement REQ-7.",
      "No section documents REQ-1.",
    ]);
  });
});
