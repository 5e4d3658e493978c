import { chmod, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DocumentFolder } from "./document-folder.ts";
import { fakeRedactor } from "./fake-redactor.ts";

/** Runs `action` as a user who is bound by permissions, also where the tests run as root. */
async function withoutRoot<T>(action: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return action();
  process.seteuid?.(65_534);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}

describe("ingest, given what it cannot use", () => {
  const refused: readonly (readonly [string, string, string | Uint8Array, RegExp])[] = [
    [
      "another extension",
      "a.docx",
      "text",
      /^a\.docx: found the extension \.docx, expected one of \.md, \.markdown, \.json: /,
    ],
    ["no extension", "README", "text", /^README: found no extension, expected/],
    ["an empty file", "a.md", "", /^a\.md: found nothing, expected requirements/],
    ["white space only", "a.md", " \n\t\n", /^a\.md: found nothing but white space, expected/],
    ["a NUL", "a.md", "one\ntwo \0", /^a\.md, line 2, column 5: found a NUL character, .* right file\?$/],
    ["UTF-16", "a.md", Buffer.from("\uFEFFtext", "utf16le"), /^a\.md: found UTF-16, expected UTF-8/],
    [
      "bytes that are not UTF-8",
      "a.md",
      Buffer.concat([Buffer.from("\uFEFFé \uFFFD\nab"), Buffer.from([0xe9]), Buffer.from("c")]),
      /^a\.md, line 2, column 3: found the byte 0xE9 at offset 12, which is not UTF-8/,
    ],
    [
      "a character cut off",
      "a.md",
      Buffer.from("é").subarray(0, 1),
      /^a\.md, line 1, column 1: found the byte 0xC3/,
    ],
    [
      "a comma too many",
      "a.json",
      '{\n  "a": 1,\n}',
      /^a\.json, line 3, column 1: found "}", expected a property name/,
    ],
    [
      "a missing comma",
      "a.json",
      '{"a": 1 "b": 2}',
      /^a\.json, line 1, column 9: found "\\"", expected a comma/,
    ],
    [
      "a document cut off",
      "a.json",
      '{"a": [1',
      /^a\.json, line 1, column 9: found the end of the document, expected/,
    ],
    [
      "a comment",
      "a.json",
      '{\n// no\n"a": 1}',
      /^a\.json, line 2, column 1: found "\/", expected no comment/,
    ],
    ["text after the value", "a.json", "{} x", /^a\.json, line 1, column 4: found "x", expected/],
    [
      "a raw line break in a string",
      "a.json",
      '{"a": "x\ny"}',
      /^a\.json, line 1, column 7: found "\\"", expected a closing/,
    ],
    ["a number with a leading zero", "a.json", '{"a": 01}', /^a\.json, line 1, column 8: /],
    ["a no-break space outside of strings", "a.json", '{"a":\u00A01}', /^a\.json, line 1, column 6: /],
    [
      "a key twice",
      "a.json",
      '{"a": {"x": 1,\n"y": 2,\n "x": 3}}',
      /^a\.json, line 3, column 2: found the key "x" again, which the same object has in line 1/,
    ],
    [
      "so many levels that nothing could read them, none closed",
      "a.json",
      "[".repeat(100_000),
      /^a\.json, line 1, column 501: found more than 500 levels, expected a document that people can read\.$/,
    ],
    [
      "the same behind an error",
      "a.json",
      `[1 2, ${'{"a":'.repeat(100_000)}`,
      /^a\.json, line 1, column 4: found "2", expected a comma/,
    ],
    [
      "too many levels",
      "a.json",
      "[".repeat(501) + "]".repeat(501),
      /^a\.json, line 1, column 501: found more than 500/,
    ],
    [
      "quotes within quotes that nobody could have written",
      "a.md",
      ">".repeat(100_000),
      /^a\.md: found more than 100 levels, expected a text that people can read/,
    ],
    [
      "too much",
      "a.md",
      "x".repeat(4 * 1024 * 1024 + 1),
      /^a\.md: found 4194305 bytes, expected at most 4194304/,
    ],
  ];

  it.each(refused)("refuses %s", async (_what, name, content, message) => {
    await using folder = await DocumentFolder.create({ [name]: content });
    await expect(folder.ingest([name])).rejects.toMatchObject({
      code: "input",
      message: expect.stringMatching(message),
    });
  });

  it("refuses what is missing and what is no file", async () => {
    await using folder = await DocumentFolder.create({ "file.md": "x" });
    await mkdir(join(folder.path, "folder.md"));
    await expect(folder.ingest(["no.md"])).rejects.toThrow(
      /^no\.md: found nothing at .*no\.md, expected a file/,
    );
    await expect(folder.ingest(["folder.md"])).rejects.toThrow(
      /^folder\.md: found a folder, expected a file/,
    );
    await expect(folder.ingest(["file.md/x.md"])).rejects.toThrow(/^file\.md\/x\.md: found a file where/);
    await expect(folder.ingest(["/dev/null/x.md"])).rejects.toThrow(/needs a folder/);
  });

  it("refuses a file that may not be read", async () => {
    await using folder = await DocumentFolder.create({ "a.md": "x" });
    await chmod(folder.path, 0o755);
    await chmod(join(folder.path, "a.md"), 0);
    const refusal = withoutRoot(() => folder.ingest(["a.md"]));
    await expect(refusal).rejects.toThrow(/^a\.md: found a file that may not be read/);
  });

  it("refuses links that lead in a circle", async () => {
    await using folder = await DocumentFolder.create();
    await symlink("a.md", join(folder.path, "a.md"));
    await expect(folder.ingest(["a.md"])).rejects.toThrow(/^a\.md: found links that lead in a circle/);
  });

  it("refuses a document given twice, also by another name", async () => {
    await using folder = await DocumentFolder.create({ "a.md": "# A" });
    await symlink("a.md", join(folder.path, "b.md"));
    await expect(folder.ingest(["a.md", "a.md"])).rejects.toThrow(/^a\.md: found the document twice/);
    await expect(folder.ingest(["a.md", "./a.md"])).rejects.toThrow(
      /^\.\/a\.md: found the file .* given as a\.md/,
    );
    await expect(folder.ingest(["a.md", "b.md"])).rejects.toThrow(/^b\.md: found the file .* given as a\.md/);
  });

  it("refuses a blank prompt", async () => {
    await using folder = await DocumentFolder.create();
    await expect(folder.ingest([], { prompt: " \n" })).rejects.toThrow(
      /^prompt: found nothing but white space/,
    );
  });

  it("names all unusable documents at once, with their places as data", async () => {
    await using folder = await DocumentFolder.create({ "a.json": "{", "b.md": "", "c.md": "fine" });
    await expect(folder.ingest(["a.json", "b.md", "c.md", "d.md"])).rejects.toMatchObject({
      code: "input",
      message: expect.stringMatching(
        /^3 documents cannot be used:\n- a\.json, line 1, column 2: .*\n- b\.md: .*\n- d\.md: .*$/,
      ),
      details: {
        documents: [
          { path: "a.json", line: 1, column: 2 },
          { path: "b.md", line: null, column: null },
          { path: "d.md", line: null, column: null },
        ],
      },
    });
  });

  it("lets no secret into a message", async () => {
    await using folder = await DocumentFolder.create({ "a.json": '{"SECRET-key": 1, "SECRET-key": 2}' });
    const refusal = folder.ingest(["a.json"], { redactor: fakeRedactor() });
    await expect(refusal).rejects.toThrow(/found the key "<##########>" again/);
  });
});
