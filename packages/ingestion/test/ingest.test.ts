import { createHash } from "node:crypto";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { sourceDocumentSchema, type Redactor, type SourceDocument } from "@kimi/contracts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ingest } from "../src/ingest.ts";
import { locateQuotation } from "../src/quotation/locate-quotation.ts";
import { documentText } from "./document-text.ts";
import { DocumentFolder, ingestText, outlineOf } from "./document-folder.ts";
import { fakeRedactor, noRedactor } from "./fake-redactor.ts";

const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** Checks what holds of every document, given its raw text. */
function expectTiled(document: SourceDocument, raw: string): void {
  expect(sourceDocumentSchema.safeParse(document).error).toBeUndefined();
  let end = 0;
  for (const [index, { id, span }] of document.sections.entries()) {
    expect(id).toBe(`S${index + 1}`);
    expect(span.startOffset).toBe(end);
    expect(span.endOffset).toBeGreaterThan(span.startOffset);
    const linesBefore = (offset: number): number => raw.slice(0, offset).split(/\r\n|\n|\r/).length;
    const startsWithinBreak = raw[span.startOffset - 1] === "\r" && raw[span.startOffset] === "\n";
    expect(startsWithinBreak).toBe(false);
    expect(span.startLine).toBe(linesBefore(span.startOffset));
    expect(span.endLine).toBe(
      linesBefore(span.endOffset - (raw.slice(0, span.endOffset).endsWith("\r\n") ? 2 : 1)),
    );
    end = span.endOffset;
  }
  expect(end).toBe(raw.length);
  expect(document.sections.map(({ text }) => text).join("")).toBe(document.text);
}

describe("ingest", () => {
  it("gives the prompt first, then the documents in the order given", async () => {
    await using folder = await DocumentFolder.create({ "b.md": "# B", "a.JSON": "{}", "c.Markdown": "c" });
    const documents = await folder.ingest(["b.md", "a.JSON", join(folder.path, "c.Markdown")], {
      prompt: "Do it",
    });
    expect(documents.map(({ path, mediaType }) => [path, mediaType])).toEqual([
      ["prompt", "text/plain"],
      ["b.md", "text/markdown"],
      ["a.JSON", "application/json"],
      [join(folder.path, "c.Markdown"), "text/markdown"],
    ]);
    expect(documents.map(({ contentHash }) => contentHash)).toEqual(["Do it", "# B", "{}", "c"].map(sha256));
  });

  it("cuts sections that tile the document, with lines that agree with the offsets", async () => {
    await fc.assert(
      fc.asyncProperty(documentText, async ({ name, text }) => {
        const document = await ingestText(name, text);
        expectTiled(document, text);
        for (const section of document.sections) {
          expect(section.text).toBe(text.slice(section.span.startOffset, section.span.endOffset));
        }
      }),
      { numRuns: 150 },
    );
  });

  it("keeps the raw text's coordinates when secrets are replaced", async () => {
    await fc.assert(
      fc.asyncProperty(documentText, fc.constantFrom(3, 12, 40), async ({ name, text }, length) => {
        const redactor = fakeRedactor(length);
        const document = await ingestText(name, text, { redactor });
        expectTiled(document, text);
        expect(document.text).toBe(redactor.redact(text).text);
        expect(JSON.stringify(document)).not.toContain("SECRET-");
        expect(
          document.redactions.map(({ startOffset, endOffset }) => text.slice(startOffset, endOffset)),
        ).toEqual(text.match(/SECRET-\w+/g) ?? []);
        for (const match of document.text.matchAll(/\w+SPOT\w+/g)) {
          const span = locateQuotation(document, match[0]);
          expect(text.slice(span?.startOffset, span?.endOffset)).toBe(match[0]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("leaves a byte order mark out of the text and counts without it", async () => {
    const bytes = Buffer.from("\uFEFF# Title\r\ntext");
    const document = await ingestText("a.md", bytes);
    expect(document.text).toBe("# Title\r\ntext");
    expect(document.contentHash).toBe(sha256(bytes));
    expect(outlineOf(document)).toEqual(["1-2 Title"]);
  });

  it("takes secrets out of titles too", async () => {
    const document = await ingestText("a.md", "# Use `SECRET-abc`\n\n## Then\n", {
      redactor: fakeRedactor(4),
    });
    expect(document.sections.map(({ breadcrumb }) => breadcrumb)).toEqual([
      ["Use <##>"],
      ["Use <##>", "Then"],
    ]);
  });

  it("takes secrets out of titles that only the whole text gives away", async () => {
    const redactor: Redactor = {
      redact: (text) => {
        const at = text.indexOf("`KEY`=abc");
        if (at === -1) return { text, findings: [] };
        const finding = { rule: "fake", startOffset: at + 6, endOffset: at + 9, placeholder: "<##>" };
        return { text: text.replace("`KEY`=abc", "`KEY`=<##>"), findings: [finding] };
      },
      reveal: (text) => text,
    };
    const document = await ingestText("a.md", "# Set `KEY`=abc\n", { redactor });
    expect(document.sections[0]).toMatchObject({ title: "Set KEY=<##>", breadcrumb: ["Set KEY=<##>"] });
  });

  it("refuses a redactor that takes several lines for one secret", async () => {
    const finding = { rule: "fake", startOffset: 0, endOffset: 3, placeholder: "<##>" };
    const redactor: Redactor = {
      redact: () => ({ text: "<##>", findings: [finding] }),
      reveal: (text) => text,
    };
    await expect(ingestText("a.md", "a\nb", { redactor })).rejects.toMatchObject({ code: "internal" });
  });

  it("follows a link to a document", async () => {
    await using folder = await DocumentFolder.create({ "a.md": "# A" });
    await symlink(join(folder.path, "a.md"), join(folder.path, "link.md"));
    expect((await folder.ingest(["link.md"]))[0]?.path).toBe("link.md");
  });

  it("gives nothing for nothing", async () => {
    const request = { inputDocs: [], prompt: null, workingDirectory: "/", redactor: noRedactor };
    expect(await ingest(request)).toEqual([]);
  });
});
